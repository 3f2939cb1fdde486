#include "server/tls.h"

#include "server/file.h"

#include <errno.h>
#include <gnutls/abstract.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>

enum {
    CHAIN_MAX = 16,
    FILE_BYTES_MAX = 256 * 1024,
    ARENA_BYTES = 1024 * 1024,
    LOOK_MS = 30 * 1000, /* how often the files are looked at; no handshake takes as long */
    SAY_MS = 60 * 1000, /* between two lines of the log about failures of one kind */
};

/* First the group whose share clients send unasked: another one costs them a second greeting. */
const char dg_tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:"
                                 "-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:"
                                 "-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:"
                                 "-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:%SERVER_PRECEDENCE";

/* Failures of one kind that the log has not told, and when it may tell of them. */
struct untold {
    long long count;
    uint64_t from_ms; /* of the loop's clock */
};

/* A chain with its key, as handshakes borrow it. */
struct pair {
    struct pair *before; /* the one that it has replaced */
    gnutls_pcert_st chain[CHAIN_MAX];
    unsigned length;
    gnutls_privkey_t key;
};

struct dg_tls {
    struct dg_loop *loop;
    const struct dg_config *config;
    const struct dg_log *log;
    struct dg_timer *look;
    struct pair *now;
    struct pair *before; /* a list: handshakes may still borrow them; freed at a look that finds nothing new */
    struct timespec certificate_changed, key_changed;
    struct untold failures[DG_HANDSHAKE_END_COUNT];
};

/* ---- reading a pair ---------------------------------------------------------------------------------------- */

static void pair_destroy(struct pair *pair)
{
    if (!pair)
        return;
    for (unsigned i = 0; i < pair->length; i++)
        gnutls_pcert_deinit(&pair->chain[i]);
    if (pair->key)
        gnutls_privkey_deinit(pair->key);
    free(pair);
}

/* Whether the key is the first certificate's: GnuTLS asks that where both are put into one store. */
static int check_fit(const gnutls_datum_t *certificate, const gnutls_datum_t *key)
{
    gnutls_certificate_credentials_t both;
    int end = gnutls_certificate_allocate_credentials(&both);
    if (end < 0)
        return end;
    end = gnutls_certificate_set_x509_key_mem(both, certificate, key, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(both);
    return end;
}

static int import(struct pair *pair, const gnutls_datum_t *certificate, const gnutls_datum_t *key)
{
    int end = check_fit(certificate, key);
    if (end < 0)
        return end;
    unsigned length = CHAIN_MAX;
    end = gnutls_pcert_list_import_x509_raw(pair->chain, &length, certificate, GNUTLS_X509_FMT_PEM, 0);
    if (end < 0)
        return end;
    pair->length = length;
    end = gnutls_privkey_init(&pair->key);
    return end < 0 ? end : gnutls_privkey_import_x509_raw(pair->key, key, GNUTLS_X509_FMT_PEM, NULL, 0);
}

static gnutls_datum_t datum_of(struct dg_str text)
{
    return (gnutls_datum_t){ (unsigned char *)(uintptr_t)text.at, (unsigned)text.len };
}

static struct pair *pair_of(struct dg_str certificate, struct dg_str key, struct dg_problem *why)
{
    gnutls_datum_t chain = datum_of(certificate), secret = datum_of(key);
    struct pair *pair = calloc(1, sizeof *pair);
    int end = pair ? import(pair, &chain, &secret) : GNUTLS_E_MEMORY_ERROR;
    if (end >= 0)
        return pair;
    dg_problem_set(why, DG_BAD_INPUT, "", "tls_certificate and tls_key: %s", gnutls_strerror(end));
    pair_destroy(pair);
    return NULL;
}

static bool read_file(
        struct dg_str *out, struct dg_arena *arena, const char *key, struct dg_str path, struct dg_problem *why)
{
    *out = dg_file_read(arena, path.at, FILE_BYTES_MAX);
    if (!out->at)
        dg_problem_set(why, DG_BAD_INPUT, "", "%s: cannot be read: %s", key, strerror(errno));
    return out->at != NULL;
}

static struct pair *read_pair(const struct dg_config *config, struct dg_problem *why)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_str certificate, key = { NULL, 0 };
    struct pair *pair = NULL;
    if (!arena)
        return NULL;
    if (read_file(&certificate, arena, "tls_certificate", config->tls_certificate, why) &&
            read_file(&key, arena, "tls_key", config->tls_key, why))
        pair = pair_of(certificate, key, why);
    if (key.at)
        sodium_memzero((char *)(uintptr_t)key.at, key.len);
    dg_arena_destroy(arena);
    return pair;
}

/* ---- handshakes -------------------------------------------------------------------------------------------- */

/* GnuTLS hands a handshake's callback no owner: the lane whose daemon has its turn on this thread. */
static _Thread_local struct dg_tls *has_turn;

static int retrieve(gnutls_session_t session, const gnutls_datum_t *names, int name_count,
        const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **chain, unsigned *length,
        gnutls_privkey_t *key)
{
    (void)session;
    (void)names;
    (void)name_count;
    (void)algorithms;
    (void)algorithm_count;
    if (!has_turn)
        return -1;
    *chain = has_turn->now->chain;
    *length = has_turn->now->length;
    *key = has_turn->now->key;
    return 0;
}

void (*const dg_tls_retrieve)(void) = (void (*)(void))retrieve;

void dg_tls_give_turn(struct dg_tls *tls)
{
    has_turn = tls;
}

void dg_tls_count_failure(struct dg_tls *tls, struct dg_metrics *metrics, enum dg_handshake_end end, int alert)
{
    struct untold *untold = &tls->failures[end];
    uint64_t now = dg_loop_now_ms(tls->loop);
    dg_metrics_handshake(metrics, end);
    untold->count++;
    if (now < untold->from_ms)
        return;
    struct dg_log_field fields[] = { DG_LOG_TEXT("why", dg_handshake_end_names[end]), DG_LOG_NUMBER("alert", alert),
        DG_LOG_NUMBER("count", untold->count) };
    dg_log_event(tls->log, DG_LOG_HTTP, "handshake-failed", dg_str_of(""), fields, 3);
    *untold = (struct untold){ 0, now + SAY_MS };
}

/* ---- reading again ----------------------------------------------------------------------------------------- */

static struct timespec changed_at(struct dg_str path)
{
    struct stat file;
    return stat(path.at, &file) == 0 ? file.st_mtim : (struct timespec){ 0, 0 };
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* Notes what both files are now; whether that is something new. */
static bool note_change(struct dg_tls *tls)
{
    struct timespec certificate = changed_at(tls->config->tls_certificate), key = changed_at(tls->config->tls_key);
    bool same = same_time(certificate, tls->certificate_changed) && same_time(key, tls->key_changed);
    tls->certificate_changed = certificate;
    tls->key_changed = key;
    return !same;
}

static void say(const struct dg_tls *tls, const char *event, const char *detail)
{
    struct dg_log_field fields[] = { DG_LOG_TEXT("detail", detail) };
    dg_log_event(tls->log, DG_LOG_SERVE, event, dg_str_of(""), fields, 1);
}

void dg_tls_reload(struct dg_tls *tls)
{
    struct dg_problem why = { .detail = "out of memory" };
    note_change(tls);
    struct pair *fresh = read_pair(tls->config, &why);
    if (!fresh) {
        say(tls, "certificate-not-renewed", why.detail);
        return;
    }
    tls->now->before = tls->before;
    tls->before = tls->now;
    tls->now = fresh;
    dg_timer_start(tls->look, LOOK_MS, LOOK_MS); /* what was retired now is not forgotten before a whole wait */
    say(tls, "certificate-renewed", "");
}

static void forget_before(struct dg_tls *tls)
{
    for (struct pair *pair = tls->before, *next; pair; pair = next) {
        next = pair->before;
        pair_destroy(pair);
    }
    tls->before = NULL;
}

static void look(void *owner)
{
    struct dg_tls *tls = owner;
    if (note_change(tls)) {
        dg_tls_reload(tls);
        return;
    }
    forget_before(tls);
}

/* ---- life -------------------------------------------------------------------------------------------------- */

struct dg_tls *dg_tls_create(
        struct dg_loop *loop, const struct dg_config *config, const struct dg_log *log, struct dg_problem *why)
{
    struct dg_tls *tls = calloc(1, sizeof *tls);
    if (!tls)
        return NULL;
    *tls = (struct dg_tls){ .loop = loop, .config = config, .log = log };
    note_change(tls);
    tls->now = read_pair(config, why);
    tls->look = dg_timer_create(loop, look, tls);
    if (!tls->now || !tls->look) {
        dg_tls_destroy(tls);
        return NULL;
    }
    dg_timer_start(tls->look, LOOK_MS, LOOK_MS);
    return tls;
}

void dg_tls_destroy(struct dg_tls *tls)
{
    if (!tls)
        return;
    dg_timer_destroy(tls->look);
    forget_before(tls);
    pair_destroy(tls->now);
    free(tls);
}
