#include "server/shelter_guest.h"

#include "server/session.h"

#include <pthread.h>
#include <search.h>
#include <stdlib.h>

enum { RETRY_MS = 400 };

struct dg_shelter {
    pthread_mutex_t lock;
    struct dg_shelter_bounds bounds;
    void *tree; /* of guests by group */
    struct dg_guest *first, *last; /* in the order they came, or were tried */
    size_t bytes;
    atomic_size_t count; /* so that nobody locks for nothing */
};

/* ---- guests ------------------------------------------------------------------------------------------------ */

static int by_group(const void *a, const void *b)
{
    return dg_str_compare(*(const struct dg_str *)a, *(const struct dg_str *)b);
}

static struct dg_guest *guest_of(struct dg_shelter *s, struct dg_str group)
{
    struct dg_guest **at = tfind(&group, &s->tree, by_group);
    return at ? *at : NULL;
}

static void append(struct dg_shelter *s, struct dg_guest *g)
{
    g->before = s->last;
    g->after = NULL;
    if (s->last)
        s->last->after = g;
    else
        s->first = g;
    s->last = g;
}

static void take_out(struct dg_shelter *s, struct dg_guest *g)
{
    if (g->before)
        g->before->after = g->after;
    else
        s->first = g->after;
    if (g->after)
        g->after->before = g->before;
    else
        s->last = g->before;
}

static void drop(struct dg_shelter *s, struct dg_guest *g)
{
    tdelete(g, &s->tree, by_group);
    take_out(s, g);
    s->bytes -= g->bytes;
    atomic_fetch_sub(&s->count, 1);
    dg_guest_destroy(g);
}

static uint64_t end_of(const struct dg_guest *g)
{
    uint64_t end = g->put_ms + (uint64_t)g->ttl_s * 1000;
    return g->ttl_s && end < g->until_ms ? end : g->until_ms;
}

static bool put_all(struct dg_shelter *s, struct dg_guest *g, const struct dg_store_put *puts, size_t count)
{
    size_t before = g->bytes;
    bool fine = s->bytes < s->bounds.bytes && dg_guest_put(g, puts, count, s->bounds.bytes - s->bytes);
    s->bytes += g->bytes - before;
    return fine;
}

static bool may_be_kept(struct dg_str field)
{
    return dg_str_is(field, DG_SESSION_FIELD) || dg_str_starts(field, "drag/") || dg_str_starts(field, "index/");
}

static bool may_all_be_kept(const struct dg_store_put *puts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!may_be_kept(puts[i].field))
            return false;
    return true;
}

/* ---- taking in --------------------------------------------------------------------------------------------- */

bool dg_shelter_may_take(const struct dg_store_put *puts, size_t count)
{
    bool begins = false;
    for (size_t i = 0; i < count; i++)
        begins = begins || (dg_str_is(puts[i].field, DG_SESSION_FIELD) && puts[i].expected == DG_VERSION_NONE);
    return begins && count <= DG_GUEST_RECORDS_MAX && may_all_be_kept(puts, count);
}

static struct dg_guest *make_guest(struct dg_shelter *s, const struct dg_call *birth, uint64_t now_ms)
{
    struct dg_guest *g = calloc(1, sizeof *g);
    char *name = malloc(birth->group.len);
    if (!g || !name) {
        free(g);
        free(name);
        return NULL;
    }
    memcpy(name, birth->group.at, birth->group.len);
    g->group.at = name;
    g->group.len = birth->group.len;
    g->bytes = sizeof *g + birth->group.len;
    g->ttl_s = birth->ttl_s;
    g->put_ms = now_ms;
    g->until_ms = now_ms + s->bounds.keep_ms;
    g->retry_ms = now_ms + RETRY_MS;
    return g;
}

static bool let_in(struct dg_shelter *s, const struct dg_call *birth, bool unsure, uint64_t now_ms)
{
    if (atomic_load(&s->count) >= s->bounds.sessions || guest_of(s, birth->group))
        return false;
    struct dg_guest *g = make_guest(s, birth, now_ms);
    if (!g)
        return false;
    s->bytes += g->bytes;
    if (!put_all(s, g, birth->puts, birth->count) || !tsearch(g, &s->tree, by_group)) {
        s->bytes -= g->bytes;
        dg_guest_destroy(g);
        return false;
    }
    for (size_t i = 0; i < g->count; i++)
        g->records[i].unsure = unsure;
    append(s, g);
    atomic_fetch_add(&s->count, 1);
    return true;
}

enum dg_status dg_shelter_take(struct dg_shelter *s, const struct dg_call *birth, bool unsure, uint64_t now_ms)
{
    pthread_mutex_lock(&s->lock);
    bool taken = let_in(s, birth, unsure, now_ms);
    pthread_mutex_unlock(&s->lock);
    return taken ? DG_OK : DG_FULL;
}

/* ---- answering --------------------------------------------------------------------------------------------- */

static struct dg_answer put(struct dg_shelter *s, struct dg_guest *g, struct dg_call *call, uint64_t now_ms)
{
    if (!may_all_be_kept(call->puts, call->count))
        return (struct dg_answer){ .status = DG_UNAVAILABLE };
    for (size_t i = 0; i < call->count; i++)
        if (call->puts[i].expected != DG_VERSION_ANY &&
                call->puts[i].expected != dg_guest_version(g, call->puts[i].field))
            return dg_guest_versions(g, call, DG_CONFLICT);
    if (!put_all(s, g, call->puts, call->count))
        return (struct dg_answer){ .status = DG_FULL };
    g->ttl_s = call->ttl_s;
    g->put_ms = now_ms;
    return dg_guest_versions(g, call, DG_OK);
}

static enum dg_shelter_word ask(struct dg_shelter *s, struct dg_guest *g, struct dg_call *call, uint64_t now_ms)
{
    if (g->leaving)
        return DG_SHELTER_LATER;
    if (call->verb == DG_VERB_FORGET) {
        g->leaving = true;
        return DG_SHELTER_LEAVES;
    }
    if (call->verb == DG_VERB_PUT)
        call->answer = put(s, g, call, now_ms);
    else
        call->answer = call->verb == DG_VERB_GET ? dg_guest_get(g, call) : dg_guest_list(g, call);
    if (dg_arena_overflowed(call->arena))
        call->answer = (struct dg_answer){ .status = DG_TOO_BIG };
    return DG_SHELTER_ANSWERED;
}

enum dg_shelter_word dg_shelter_ask(struct dg_shelter *s, struct dg_call *call, uint64_t now_ms)
{
    pthread_mutex_lock(&s->lock);
    struct dg_guest *g = guest_of(s, call->group);
    enum dg_shelter_word word = DG_SHELTER_ELSEWHERE;
    if (g && (g->leaving || now_ms < end_of(g)))
        word = ask(s, g, call, now_ms);
    pthread_mutex_unlock(&s->lock);
    return word;
}

void dg_shelter_forgotten(struct dg_shelter *s, struct dg_str group, bool gone)
{
    pthread_mutex_lock(&s->lock);
    struct dg_guest *g = guest_of(s, group);
    if (g && gone)
        drop(s, g);
    else if (g)
        g->leaving = false;
    pthread_mutex_unlock(&s->lock);
}

bool dg_shelter_holds(struct dg_shelter *s, struct dg_str group)
{
    if (atomic_load(&s->count) == 0)
        return false;
    pthread_mutex_lock(&s->lock);
    bool holds = guest_of(s, group) != NULL;
    pthread_mutex_unlock(&s->lock);
    return holds;
}

size_t dg_shelter_count(struct dg_shelter *s)
{
    return atomic_load(&s->count);
}

/* ---- into the store ---------------------------------------------------------------------------------------- */

static struct dg_guest *next_to_go(const struct dg_shelter *s, uint64_t now_ms)
{
    struct dg_guest *g = s->first;
    while (g && (g->leaving || g->retry_ms > now_ms))
        g = g->after;
    return g;
}

bool dg_parcel_begin(struct dg_parcel *parcel, struct dg_shelter *s, uint64_t now_ms)
{
    *parcel = (struct dg_parcel){ .arena = dg_arena_create(4 * (size_t)DG_RECORD_BYTES_MAX) };
    if (!parcel->arena)
        return false;
    pthread_mutex_lock(&s->lock);
    struct dg_guest *g = next_to_go(s, now_ms);
    bool packed = g && dg_guest_pack(parcel, g, now_ms);
    if (packed)
        g->leaving = true;
    pthread_mutex_unlock(&s->lock);
    if (!packed)
        dg_arena_destroy(parcel->arena);
    return packed;
}

static void come_back(
        struct dg_shelter *s, struct dg_guest *g, const struct dg_parcel *parcel, bool unsure, uint64_t now_ms)
{
    for (size_t i = 0; unsure && i < parcel->count; i++)
        dg_guest_find(g, parcel->puts[i].field)->unsure = true;
    g->leaving = false;
    g->retry_ms = now_ms + RETRY_MS;
    take_out(s, g);
    append(s, g);
}

static enum dg_parcel_end end(struct dg_parcel *parcel, struct dg_shelter *s, struct dg_guest *g, enum dg_status status,
        const struct dg_record *records, size_t count, uint64_t now_ms)
{
    bool answered = (status == DG_OK || status == DG_CONFLICT) && count == parcel->count;
    enum dg_parcel_end how = DG_PARCEL_KEPT;
    if (answered && !dg_guest_settle(g, status, records, count))
        how = DG_PARCEL_LOST;
    else if (answered && dg_guest_pack(parcel, g, now_ms))
        how = parcel->count ? DG_PARCEL_AGAIN : DG_PARCEL_DONE;
    if (how == DG_PARCEL_KEPT)
        come_back(s, g, parcel, status != DG_FULL, now_ms);
    else if (how != DG_PARCEL_AGAIN)
        drop(s, g);
    return how;
}

enum dg_parcel_end dg_parcel_end(struct dg_parcel *parcel, struct dg_shelter *s, enum dg_status status,
        const struct dg_record *records, size_t count, uint64_t now_ms)
{
    pthread_mutex_lock(&s->lock);
    struct dg_guest *g = guest_of(s, parcel->group); /* it is there: nobody else may drop one that leaves */
    enum dg_parcel_end how = end(parcel, s, g, status, records, count, now_ms);
    pthread_mutex_unlock(&s->lock);
    if (how != DG_PARCEL_AGAIN)
        dg_arena_destroy(parcel->arena);
    return how;
}

/* ---- the whole --------------------------------------------------------------------------------------------- */

size_t dg_shelter_expire(struct dg_shelter *s, uint64_t now_ms)
{
    size_t dropped = 0;
    pthread_mutex_lock(&s->lock);
    for (struct dg_guest *g = s->first, *next; g; g = next) {
        next = g->after;
        if (g->leaving || now_ms < end_of(g))
            continue;
        drop(s, g);
        dropped++;
    }
    pthread_mutex_unlock(&s->lock);
    return dropped;
}

struct dg_shelter *dg_shelter_create(const struct dg_shelter_bounds *bounds)
{
    struct dg_shelter *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->bounds = *bounds;
    pthread_mutex_init(&s->lock, NULL);
    atomic_init(&s->count, 0);
    return s;
}

void dg_shelter_destroy(struct dg_shelter *s)
{
    if (!s)
        return;
    while (s->first)
        drop(s, s->first);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
