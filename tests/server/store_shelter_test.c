/* The sheltering store over one that goes away, fills up, answers nothing though it writes, and comes back; and its table under
 * several threads. */
#include "server/store_shelter.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"

#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static char folder[] = "/tmp/dragoman-shelter-XXXXXX";
static char url[80];
static struct dg_metrics_board *board;
static struct dg_shelter *shelter;

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

enum { SECONDS_MS = 1000, WAIT_MS = 10000 };

/* ---- a store with moods ------------------------------------------------------------------------------------ */

enum mood { WELL, AWAY, FULL, MUTE /* does it and says nothing */ };

static enum mood mood;

struct moody {
    struct dg_store store;
    struct dg_store *inner;
    struct dg_loop *loop;
};

/* Somebody who is told another answer than the inner store's. */
struct listener {
    dg_store_done *done;
    void *owner;
    enum dg_status status;
};

static struct listener *listener_of(dg_store_done *done, void *owner, enum dg_status status)
{
    struct listener *l = malloc(sizeof *l);
    *l = (struct listener){ done, owner, status };
    return l;
}

static void say(void *owner)
{
    struct listener l = *(struct listener *)owner;
    free(owner);
    l.done(l.owner, l.status, NULL, 0);
}

static void say_instead(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)status, (void)records, (void)count;
    say(owner);
}

/* Whether the mood lets nothing through. */
static bool refuses(struct dg_store *store, bool writes, dg_store_done *done, void *owner)
{
    if (mood == WELL || (mood == FULL && !writes) || (mood == MUTE && writes))
        return false;
    struct moody *m = (struct moody *)store;
    dg_loop_post(m->loop, say, listener_of(done, owner, mood == FULL ? DG_FULL : DG_UNAVAILABLE));
    return true;
}

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    if (!refuses(store, false, done, owner))
        inner->ops->get(inner, group, fields, count, done, owner);
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    if (!refuses(store, false, done, owner))
        inner->ops->list(inner, group, prefix, done, owner);
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    if (refuses(store, true, done, owner))
        return;
    if (mood == MUTE)
        inner->ops->put(inner, group, puts, count, ttl_s, say_instead, listener_of(done, owner, DG_UNAVAILABLE));
    else
        inner->ops->put(inner, group, puts, count, ttl_s, done, owner);
}

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    if (!refuses(store, false, done, owner))
        inner->ops->forget(inner, group, done, owner);
}

static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    return inner->ops->watch(inner, group, changed, owner);
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    inner->ops->unwatch(inner, w);
}

static void ping(struct dg_store *store, dg_store_done *done, void *owner)
{
    struct dg_store *inner = ((struct moody *)store)->inner;
    if (!refuses(store, false, done, owner))
        inner->ops->ping(inner, done, owner);
}

static void destroy(struct dg_store *store)
{
    struct moody *m = (struct moody *)store;
    m->inner->ops->destroy(m->inner);
    free(m);
}

static const struct dg_store_ops moody_ops = { .name = "moody",
    .destroy = destroy,
    .get = get,
    .list = list,
    .put = put,
    .forget = forget,
    .watch = watch,
    .unwatch = unwatch,
    .ping = ping };

/* ---- opening ----------------------------------------------------------------------------------------------- */

/* As another server sees it. */
static struct dg_store *open_bare(struct dg_loop *loop)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static struct dg_store *open_sheltering(struct dg_loop *loop)
{
    struct moody *m = malloc(sizeof *m);
    *m = (struct moody){ { &moody_ops }, open_bare(loop), loop };
    return dg_store_shelter_create(&m->store, shelter, loop, &board->lane[0]);
}

static struct talk *begin_with(size_t sessions, size_t bytes, uint64_t keep_ms)
{
    const struct dg_shelter_bounds bounds = { sessions, bytes, keep_ms };
    dg_shelter_destroy(shelter);
    shelter = dg_shelter_create(&bounds);
    mood = WELL;
    return talk_create(open_sheltering);
}

static struct talk *begin(void)
{
    return begin_with(100, 1 << 24, 3600 * SECONDS_MS);
}

/* A session with a drag and a task that waits for its answer. */
static enum dg_status birth(struct talk *t, const char *group)
{
    const struct dg_store_put puts[] = { { TEXT("drag/a"), TEXT("first"), DG_VERSION_NONE },
        { TEXT("index/a"), TEXT("line"), DG_VERSION_ANY }, { TEXT("session"), TEXT("mine"), DG_VERSION_NONE },
        { TEXT("drag/a/0"), TEXT("pending"), DG_VERSION_NONE } };
    return talk_put_all(t, group, puts, 4, 3600);
}

static bool empties(struct talk *t)
{
    for (int ms = 0; dg_shelter_count(shelter) && ms < WAIT_MS; ms += 50)
        talk_pass(t, 50);
    return dg_shelter_count(shelter) == 0;
}

/* What another server finds there, "" for nothing. */
static void check_stored(const char *group, const char *field, const char *value, uint64_t version)
{
    struct talk *t = talk_create(open_bare);
    DG_CHECK_INT(talk_get(t, group, field), DG_OK, field);
    DG_CHECK_STR(t->records[0].value, value, field);
    DG_CHECK_INT((long long)t->records[0].version, (long long)version, field);
    talk_destroy(t);
}

static void check_here(struct talk *t, const char *group, const char *field, const char *value)
{
    DG_CHECK_INT(talk_get(t, group, field), DG_OK, field);
    DG_CHECK_STR(t->count ? t->records[0].value : TEXT(""), value, field);
}

/* ---- away and back ----------------------------------------------------------------------------------------- */

static void what_is_begun_while_it_is_away_is_there_when_it_is_back(void)
{
    struct talk *t = begin();
    mood = AWAY;
    DG_CHECK_INT(birth(t, "away"), DG_OK, "begun");
    DG_CHECK_INT((long long)t->records[0].version, 1, "its version");
    DG_CHECK_INT(talk_put(t, "away", "drag/a", TEXT("second"), 1), DG_OK, "changed");
    uint64_t version = t->records[0].version;
    DG_CHECK_INT(talk_put(t, "away", "drag/a", TEXT("lost"), 1), DG_CONFLICT, "an old version");
    DG_CHECK_INT(talk_list(t, "away", "drag/"), DG_OK, "listed");
    DG_CHECK_INT((long long)t->count, 2, "the drag and its task");
    DG_CHECK_STR(t->records[0].value, "second", "in the order of fields");
    check_stored("away", "session", "", 0);
    mood = WELL;
    DG_CHECK(empties(t), "into the store");
    check_stored("away", "drag/a", "second", 2);
    check_stored("away", "session", "mine", 1);
    DG_CHECK_INT(talk_put(t, "away", "drag/a", TEXT("late"), version), DG_CONFLICT, "a version of the shelter's");
    DG_CHECK_INT(talk_put(t, "away", "drag/a/0", TEXT("offers"), 1), DG_OK, "the answer that was awaited");
    talk_destroy(t);
}

static void a_full_store_shelters_too(void)
{
    struct talk *t = begin();
    mood = FULL;
    DG_CHECK_INT(birth(t, "full"), DG_OK, "begun");
    check_here(t, "full", "drag/a", "first");
    talk_pass(t, 1500);
    DG_CHECK_INT((long long)dg_shelter_count(shelter), 1, "it pings, and takes nothing");
    mood = WELL;
    DG_CHECK(empties(t), "into the store");
    check_stored("full", "drag/a", "first", 1);
    talk_destroy(t);
}

static void what_it_wrote_without_a_word_is_not_written_twice(void)
{
    struct talk *t = begin();
    mood = MUTE;
    DG_CHECK_INT(birth(t, "mute"), DG_OK, "begun");
    check_stored("mute", "drag/a", "first", 1);
    DG_CHECK_INT(talk_put(t, "mute", "drag/a", TEXT("second"), 1), DG_OK, "changed");
    DG_CHECK_INT(talk_put(t, "mute", "drag/b", TEXT("other"), DG_VERSION_NONE), DG_OK, "another");
    check_stored("mute", "drag/a", "first", 1);
    mood = WELL;
    DG_CHECK(empties(t), "into the store");
    check_stored("mute", "drag/a", "second", 2);
    check_stored("mute", "drag/b", "other", 1);
    check_stored("mute", "drag/a/0", "pending", 1);
    talk_destroy(t);
}

static void what_another_server_changed_is_left_as_it_is(void)
{
    struct talk *t = begin(), *other = talk_create(open_bare);
    mood = MUTE;
    DG_CHECK_INT(birth(t, "conflict"), DG_OK, "begun");
    DG_CHECK_INT(talk_put(t, "conflict", "drag/a", TEXT("ours"), 1), DG_OK, "changed here");
    DG_CHECK_INT(talk_put(other, "conflict", "drag/a", TEXT("theirs"), 1), DG_OK, "and there");
    mood = WELL;
    DG_CHECK(empties(t), "dropped");
    check_stored("conflict", "drag/a", "theirs", 2);
    check_here(t, "conflict", "drag/a", "theirs");
    talk_destroy(other);
    talk_destroy(t);
}

/* ---- what is not kept --------------------------------------------------------------------------------------- */

static void only_what_may_be_kept_is(void)
{
    struct talk *t = begin();
    const struct dg_store_put action = { TEXT("action/a"), TEXT("{}"), DG_VERSION_NONE };
    const struct dg_store_put with_action[] = { { TEXT("session"), TEXT("mine"), DG_VERSION_NONE }, action };
    DG_CHECK_INT(birth(t, "known"), DG_OK, "in the store");
    mood = AWAY;
    DG_CHECK_INT(talk_get(t, "known", "session"), DG_UNAVAILABLE, "what the store has is not read");
    DG_CHECK_INT(talk_put(t, "known", "drag/a", TEXT("x"), 1), DG_UNAVAILABLE, "nor changed");
    DG_CHECK_INT(talk_put_all(t, "new", with_action, 2, 3600), DG_UNAVAILABLE, "an action in it");
    DG_CHECK_INT(talk_put(t, "caller/x", "ledger", TEXT("[]"), DG_VERSION_NONE), DG_UNAVAILABLE, "a ledger");
    DG_CHECK_INT(birth(t, "here"), DG_OK, "begun");
    DG_CHECK_INT(talk_put_all(t, "here", &action, 1, 3600), DG_UNAVAILABLE, "an action of a sheltered session");
    DG_CHECK_INT(talk_put_safely(t, "here", "action/a", DG_VERSION_NONE), DG_UNAVAILABLE, "put safely");
    mood = WELL;
    DG_CHECK(empties(t), "into the store");
    DG_CHECK_INT(talk_put_safely(t, "here", "action/a", DG_VERSION_NONE), DG_OK, "when the store has it");
    talk_destroy(t);
}

static void bounds_hold(void)
{
    struct talk *t = begin_with(2, 1 << 24, 3600 * SECONDS_MS);
    mood = AWAY;
    DG_CHECK_INT(birth(t, "one"), DG_OK, "one");
    DG_CHECK_INT(birth(t, "two"), DG_OK, "two");
    DG_CHECK_INT(birth(t, "three"), DG_UNAVAILABLE, "one too many");
    check_here(t, "one", "drag/a", "first");
    talk_destroy(t);
    t = begin_with(100, 20000, 3600 * SECONDS_MS);
    mood = AWAY;
    static char large[30000];
    memset(large, 'x', sizeof large);
    DG_CHECK_INT(birth(t, "bytes"), DG_OK, "small");
    DG_CHECK_INT(talk_put(t, "bytes", "drag/a", (struct dg_str){ large, sizeof large }, 1), DG_FULL, "too large");
    check_here(t, "bytes", "drag/a", "first");
    talk_destroy(t);
    t = begin_with(100, 1 << 24, 300);
    mood = AWAY;
    DG_CHECK_INT(birth(t, "time"), DG_OK, "begun");
    talk_pass(t, 400);
    DG_CHECK_INT(talk_get(t, "time", "drag/a"), DG_UNAVAILABLE, "too long ago");
    mood = WELL;
    DG_CHECK(empties(t), "dropped");
    check_stored("time", "drag/a", "", 0);
    talk_destroy(t);
}

static void what_is_forgotten_is_forgotten_in_both(void)
{
    struct talk *t = begin();
    mood = MUTE;
    DG_CHECK_INT(birth(t, "forget"), DG_OK, "begun, and written");
    DG_CHECK_INT(talk_forget(t, "forget"), DG_UNAVAILABLE, "refused while nobody answers");
    check_here(t, "forget", "drag/a", "first");
    mood = FULL;
    DG_CHECK_INT(talk_forget(t, "forget"), DG_OK, "a full one forgets");
    DG_CHECK_INT((long long)dg_shelter_count(shelter), 0, "and so does the shelter");
    mood = WELL;
    talk_pass(t, 700);
    check_stored("forget", "drag/a", "", 0);
    talk_destroy(t);
}

static void whoever_waits_is_answered_when_it_closes(void)
{
    struct talk *t = begin();
    const struct dg_str field = TEXT("drag/a");
    mood = AWAY;
    DG_CHECK_INT(birth(t, "closing"), DG_OK, "begun");
    mood = WELL;
    t->store->ops->get(t->store, TEXT("closing"), &field, 1, talk_hear, t);
    t->store->ops->forget(t->store, TEXT("closing"), talk_hear, t);
    t->store->ops->destroy(t->store);
    t->store = NULL;
    DG_CHECK_INT(t->answers, 2, "answers");
    talk_destroy(t);
}

/* ---- several threads ---------------------------------------------------------------------------------------- */

enum { THREADS = 4, ROUNDS = 300 };

struct round {
    struct dg_call call;
    struct dg_store_put puts[2];
};

static void fill(struct round *r, enum dg_verb verb, const char *group)
{
    *r = (struct round){ .puts = { { TEXT("session"), TEXT("s"), DG_VERSION_ANY },
                                 { TEXT("drag/a"), TEXT("d"), DG_VERSION_ANY } } };
    r->call.verb = verb;
    r->call.arena = dg_arena_create(1 << 20);
    r->call.group = dg_str_of(group);
    r->call.puts = r->puts;
    r->call.count = verb == DG_VERB_FORGET ? 0 : 2;
    r->call.ttl_s = 60;
}

static void deliver(void)
{
    struct dg_parcel parcel;
    if (!dg_parcel_begin(&parcel, shelter, UINT64_C(1) << 32))
        return;
    struct dg_record records[DG_STORE_BATCH_MAX];
    enum dg_parcel_end end = DG_PARCEL_AGAIN;
    while (end == DG_PARCEL_AGAIN) {
        size_t count = parcel.count;
        for (size_t i = 0; i < count; i++)
            records[i] = (struct dg_record){ .field = parcel.puts[i].field, .version = parcel.puts[i].expected + 1 };
        end = dg_parcel_end(&parcel, shelter, DG_OK, records, count, UINT64_C(1) << 32);
    }
}

/* Each takes in, reads, changes and delivers what all of them do. */
static void *live(void *owner)
{
    static const enum dg_verb verbs[] = { DG_VERB_GET, DG_VERB_PUT, DG_VERB_LIST };
    struct round r;
    for (unsigned i = 0; i < ROUNDS; i++) {
        char group[16];
        snprintf(group, sizeof group, "g%u", (i + *(unsigned *)owner) % 7);
        fill(&r, DG_VERB_PUT, group);
        (void)!dg_shelter_take(shelter, &r.call, false, i);
        dg_arena_destroy(r.call.arena);
        fill(&r, verbs[i % 3], group);
        dg_shelter_ask(shelter, &r.call, i);
        dg_arena_destroy(r.call.arena);
        if (i % 3 == 0)
            deliver();
    }
    return NULL;
}

static void threads_share_it(void)
{
    talk_destroy(begin()); /* a fresh shelter */
    pthread_t threads[THREADS];
    unsigned numbers[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        numbers[i] = i;
        DG_CHECK_INT(pthread_create(&threads[i], NULL, live, &numbers[i]), 0, "a thread");
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    DG_CHECK(dg_shelter_count(shelter) <= 7, "no session twice");
    for (unsigned i = 0; i < 7; i++)
        deliver();
    DG_CHECK_INT((long long)dg_shelter_count(shelter), 0, "none is left on its way");
}

static int remove_one(const char *name, const struct stat *s, int type, struct FTW *where)
{
    (void)s, (void)type, (void)where;
    return remove(name);
}

int main(void)
{
    if (!mkdtemp(folder) || !(board = dg_metrics_create(1)))
        return 1;
    snprintf(url, sizeof url, "sqlite:%s/store.db", folder);
    talk_destroy(begin());
    store_suite("sheltering", open_sheltering);
    dg_run("what is begun while it is away is there when it is back",
            what_is_begun_while_it_is_away_is_there_when_it_is_back);
    dg_run("a full store shelters too", a_full_store_shelters_too);
    dg_run("what it wrote without a word is not written twice", what_it_wrote_without_a_word_is_not_written_twice);
    dg_run("what another server changed is left as it is", what_another_server_changed_is_left_as_it_is);
    dg_run("only what may be kept is", only_what_may_be_kept_is);
    dg_run("bounds hold", bounds_hold);
    dg_run("what is forgotten is forgotten in both", what_is_forgotten_is_forgotten_in_both);
    dg_run("whoever waits is answered when it closes", whoever_waits_is_answered_when_it_closes);
    dg_run("threads share it", threads_share_it);
    dg_shelter_destroy(shelter);
    dg_metrics_destroy(board);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return dg_done();
}
