/* Redis over TLS: the whole suite with one, with Sentinels and with a Cluster; and whoever does not prove to be the one that
 * the address names is not spoken to. Where hiredis has no TLS: that rediss is refused. */
#include "server/config.h"
#include "server/store_redis.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"
#include "tests/support/child.h"
#include "tests/support/redis_group.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

enum { UP_MS = 20000, REFUSED_MS = 1000 };

/* ---- certificates ------------------------------------------------------------------------------------------ */

static char folder[] = "/tmp/dragoman-redis-tls-XXXXXX";

/* Two authorities, and of the first: for this host, for another name, for this host but long ago, and one of a client. */
static const char make_certificates[] =
        "set -e; cd \"$1\"\n"
        "new='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'\n"
        "for ca in ca other-ca; do\n"
        "  openssl req -x509 $new -keyout $ca.key -out $ca.crt -days 2 -subj /CN=$ca\n"
        "done\n"
        "touch index; echo 01 >serial\n"
        "printf '[ca]\\ndefault_ca=a\\n[a]\\ndatabase=index\\nserial=serial\\nnew_certs_dir=.\\ndefault_md=sha256\\n"
        "policy=p\\ncopy_extensions=copy\\nunique_subject=no\\n[p]\\ncommonName=supplied\\n' >ca.conf\n"
        "sign() {\n"
        "  openssl req $new -keyout $1.key -out $1.csr -subj /CN=$1 -addext subjectAltName=$2\n"
        "  openssl ca -batch -config ca.conf -cert ca.crt -keyfile ca.key -in $1.csr -out $1.crt -notext \\\n"
        "    -startdate 20200101000000Z -enddate $3\n"
        "}\n"
        "sign here DNS:localhost,IP:127.0.0.1 20990101000000Z\n"
        "sign elsewhere DNS:redis.test,IP:127.0.0.9 20990101000000Z\n"
        "sign expired DNS:localhost,IP:127.0.0.1 20200201000000Z\n"
        "sign client DNS:client.test 20990101000000Z\n";

static struct dg_str file(const char *name)
{
    static char names[8][80];
    static unsigned turn;
    char *out = names[turn++ % 8];
    snprintf(out, sizeof names[0], "%s/%s", folder, name);
    return dg_str_of(out);
}

/* ---- the servers ------------------------------------------------------------------------------------------- */

enum member { HERE, CAREFUL, ELSEWHERE, EXPIRED, SENTINEL, FIRST, SECOND, THIRD, MEMBERS };

static uint16_t
        ports[MEMBERS]; /* for TLS; beside the one in clear, by which the test looks at them; localhost may be ::1 */

static bool start(enum member member, const char *certificate, const char *more)
{
    char lines[1024];
    ports[member] = dg_child_free_port();
    snprintf(lines, sizeof lines,
            "bind 127.0.0.1 -::1\ntls-port %u\ntls-cert-file %s/%s.crt\ntls-key-file %s/%s.key\ntls-ca-cert-file "
            "%s/ca.crt\n%s",
            ports[member], folder, certificate, folder, certificate, folder, more);
    return redis_group_add(member == SENTINEL, lines) == (int)member && redis_group_start((int)member);
}

static bool start_cluster(void)
{
    char lines[256], addresses[3][24], ca[80];
    for (int i = 0; i < 3; i++) {
        snprintf(lines, sizeof lines,
                "tls-auth-clients no\ntls-cluster yes\ntls-replication yes\ncluster-enabled yes\n"
                "cluster-config-file %%PORT.nodes\ncluster-port %u",
                dg_child_free_port());
        if (!start(FIRST + (enum member)i, "here", lines))
            return false;
        snprintf(addresses[i], sizeof addresses[i], "127.0.0.1:%u", ports[FIRST + i]);
    }
    snprintf(ca, sizeof ca, "%s/ca.crt", folder);
    char *argv[] = { "redis-cli", "--tls", "--cacert", ca, "--cluster", "create", addresses[0], addresses[1],
        addresses[2], "--cluster-yes", NULL };
    return redis_group_run(argv) && redis_group_await(FIRST, NULL, "CLUSTER INFO", "cluster_state:ok", 60000) &&
            redis_group_await(SECOND, NULL, "CLUSTER INFO", "cluster_state:ok", 60000) &&
            redis_group_await(THIRD, NULL, "CLUSTER INFO", "cluster_state:ok", 60000);
}

static bool start_all(void)
{
    char watches[128];
    char *argv[] = { "sh", "-c", (char *)make_certificates, "sh", folder, NULL };
    if (!mkdtemp(folder) || !redis_group_run(argv))
        return false;
    if (!start(HERE, "here", "tls-auth-clients no\ntls-replication yes") ||
            !start(CAREFUL, "here", "tls-auth-clients yes") || !start(ELSEWHERE, "elsewhere", "tls-auth-clients no") ||
            !start(EXPIRED, "expired", "tls-auth-clients no"))
        return false;
    snprintf(watches, sizeof watches, "tls-auth-clients no\ntls-replication yes\nsentinel monitor keep 127.0.0.1 %u 1",
            ports[HERE]);
    return start(SENTINEL, "here", watches) && start_cluster();
}

/* ---- opening ----------------------------------------------------------------------------------------------- */

static struct {
    char url[128];
    struct dg_store_trust trust;
} asked;

static struct dg_store *open_asked(struct dg_loop *loop)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(asked.url), &asked.trust, loop, &why);
    DG_CHECK(store != NULL, "%s: %s", asked.url, why.detail);
    return store;
}

static void ask(struct dg_store_trust trust, const char *host, uint16_t port)
{
    snprintf(asked.url, sizeof asked.url, "rediss://%s:%u", host, port);
    asked.trust = trust;
}

static struct dg_store *open_alone(struct dg_loop *loop)
{
    ask((struct dg_store_trust){ .ca_file = file("ca.crt") }, "localhost", ports[HERE]);
    return open_asked(loop);
}

static struct dg_store *open_sentinel(struct dg_loop *loop)
{
    asked.trust = (struct dg_store_trust){ .ca_file = file("ca.crt") };
    snprintf(asked.url, sizeof asked.url, "rediss+sentinel://127.0.0.1:%u/keep/1", ports[SENTINEL]);
    return open_asked(loop);
}

static struct dg_store *open_cluster(struct dg_loop *loop)
{
    asked.trust = (struct dg_store_trust){ .ca_file = file("ca.crt") };
    snprintf(asked.url, sizeof asked.url, "rediss+cluster://localhost:%u", ports[SECOND]);
    return open_asked(loop);
}

/* ---- who is believed --------------------------------------------------------------------------------------- */

static void only_who_proves_to_be_the_one_named_is_spoken_to(void)
{
    struct dg_store_trust right = { .ca_file = file("ca.crt") }, wrong = { .ca_file = file("other-ca.crt") },
                          shown = right, stranger = right, named = right, misnamed = right,
                          nobody = { .name = TEXT("") };
    shown.certificate = file("client.crt");
    shown.key = file("client.key");
    stranger.certificate = file("other-ca.crt"); /* not of the authority that it trusts */
    stranger.key = file("other-ca.key");
    named.name = TEXT("redis.test");
    misnamed.name = TEXT("redis.example");
    const struct {
        const char *what, *host;
        struct dg_store_trust trust;
        enum member member;
        bool up;
    } cases[] = {
        { "a name that the certificate bears", "localhost", right, HERE, true },
        { "an address that it bears", "127.0.0.1", right, HERE, true },
        { "another authority", "localhost", wrong, HERE, false },
        { "the system's authorities", "localhost", nobody, HERE, false },
        { "a certificate for another name", "localhost", right, ELSEWHERE, false },
        { "a certificate for another address", "127.0.0.1", right, ELSEWHERE, false },
        { "a certificate for the name that is set", "127.0.0.1", named, ELSEWHERE, true },
        { "not for the name that is set", "localhost", misnamed, HERE, false },
        { "a certificate that has expired", "localhost", right, EXPIRED, false },
        { "a client that shows none", "localhost", right, CAREFUL, false },
        { "a client that shows another authority's", "localhost", stranger, CAREFUL, false },
        { "a client that shows its own", "localhost", shown, CAREFUL, true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ask(cases[i].trust, cases[i].host, ports[cases[i].member]);
        struct talk *t = talk_create(open_asked);
        if (!t)
            continue;
        DG_CHECK_INT(talk_until_up(t, cases[i].up ? UP_MS : REFUSED_MS), cases[i].up, cases[i].what);
        talk_destroy(t);
    }
}

static void one_that_speaks_no_tls_is_not_spoken_to(void)
{
    ask((struct dg_store_trust){ .ca_file = file("ca.crt") }, "localhost", redis_group_port(HERE));
    struct talk *t = talk_create(open_asked);
    if (!t)
        return;
    DG_CHECK(!talk_until_up(t, REFUSED_MS), "in clear");
    talk_destroy(t);
    snprintf(asked.url, sizeof asked.url, "redis://localhost:%u", ports[HERE]);
    t = talk_create(open_asked);
    DG_CHECK(t && !talk_until_up(t, REFUSED_MS), "nor the other way");
    talk_destroy(t);
}

static void one_that_never_shakes_hands_holds_nobody_up(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    uint16_t port = dg_child_free_port();
    a.sin_port = htons(port);
    int mute = socket(AF_INET, SOCK_STREAM, 0);
    DG_CHECK(bind(mute, (struct sockaddr *)&a, sizeof a) == 0 && listen(mute, 8) == 0, "it listens");
    ask((struct dg_store_trust){ .ca_file = file("ca.crt") }, "localhost", port);
    struct talk *t = talk_create(open_asked);
    if (t) {
        DG_CHECK_INT(talk_get(t, "g", "f"), DG_UNAVAILABLE, "get");
        talk_destroy(t);
    }
    close(mute);
}

static void a_watch_is_told_over_tls(void)
{
    struct talk *t = talk_create(open_alone);
    if (!t || !DG_CHECK(talk_until_up(t, UP_MS), "up"))
        return;
    struct dg_store_watch *watch = t->store->ops->watch(t->store, TEXT("watched"), talk_change, t);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told when it holds");
    talk_put(t, "watched", "f", TEXT("x"), DG_VERSION_ANY);
    DG_CHECK(talk_wait_change(t, 1, 5000), "told of a put");
    t->store->ops->unwatch(t->store, watch);
    talk_destroy(t);
}

static void it_is_found_again_when_it_comes_back(void)
{
    struct talk *t = talk_create(open_alone);
    if (!t || !DG_CHECK(talk_until_up(t, UP_MS), "up"))
        return;
    redis_group_kill(HERE);
    DG_CHECK_INT(talk_get(t, "g", "f"), DG_UNAVAILABLE, "get");
    DG_CHECK(redis_group_start(HERE), "it starts again");
    DG_CHECK(talk_until_up(t, UP_MS), "found again");
    talk_destroy(t);
}

/* Nothing of the disk is looked at later, so that start says it. */
static void a_file_that_cannot_be_used_is_said_at_start(void)
{
    struct dg_str none = file("none"), key = file("ca.key"), crt = file("client.crt");
    const struct {
        struct dg_store_trust trust;
        const char *setting;
    } cases[] = {
        { { .ca_file = none }, "redis_ca_file" },
        { { .ca_file = key }, "redis_ca_file" },
        { { .certificate = none, .key = key }, "redis_certificate" },
        { { .certificate = crt, .key = none }, "redis_key" },
        { { .certificate = crt, .key = key }, "redis_key" },
    };
    struct dg_loop *loop = dg_loop_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_problem why = { 0 };
        DG_CHECK(!dg_store_open(TEXT("rediss://localhost"), &cases[i].trust, loop, &why), "%s", cases[i].setting);
        DG_CHECK(strstr(why.detail, cases[i].setting), "%s: %s", cases[i].setting, why.detail);
    }
    dg_loop_destroy(loop);
}

/* ---- without TLS ------------------------------------------------------------------------------------------- */

static void note(void *owner, const char *where, unsigned line, const char *detail)
{
    (void)where, (void)line;
    snprintf(owner, 256, "%s", detail);
}

static void rediss_is_refused_with_the_reason(void)
{
    static const char *const urls[] = { "rediss://h", "rediss+sentinel://h/m", "rediss+cluster://h" };
    struct dg_loop *loop = dg_loop_create();
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct dg_problem why = { 0 };
        char line[64], detail[256] = "";
        DG_CHECK(!dg_store_open(dg_str_of(urls[i]), NULL, loop, &why), "%s", urls[i]);
        DG_CHECK(strstr(why.detail, "TLS"), "%s: %s", urls[i], why.detail);
        snprintf(line, sizeof line, "store = %s", urls[i]);
        DG_CHECK(!dg_config_read(dg_str_of(line), note, detail), "%s", line);
        DG_CHECK(strstr(detail, "store: ") && strstr(detail, "TLS"), "%s: %s", line, detail);
    }
    dg_loop_destroy(loop);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    if (dg_redis_tls_lacking()) {
        printf("# not here, all but the refusal: %s\n", dg_redis_tls_lacking());
        dg_run("rediss is refused with the reason", rediss_is_refused_with_the_reason);
        return dg_done();
    }
    if (!start_all()) {
        printf("Bail out! the servers could not be started\n");
        redis_group_finish();
        return 1;
    }
    store_suite("redis, TLS", open_alone);
    store_suite("redis sentinel, TLS", open_sentinel);
    store_suite("redis cluster, TLS", open_cluster);
    dg_run("only who proves to be the one named is spoken to", only_who_proves_to_be_the_one_named_is_spoken_to);
    dg_run("one that speaks no TLS is not spoken to", one_that_speaks_no_tls_is_not_spoken_to);
    dg_run("one that never shakes hands holds nobody up", one_that_never_shakes_hands_holds_nobody_up);
    dg_run("a watch is told over TLS", a_watch_is_told_over_tls);
    dg_run("it is found again when it comes back", it_is_found_again_when_it_comes_back);
    dg_run("a file that cannot be used is said at start", a_file_that_cannot_be_used_is_said_at_start);
    redis_group_finish();
    char *remove[] = { "rm", "-r", folder, NULL };
    redis_group_run(remove);
    return dg_done();
}
