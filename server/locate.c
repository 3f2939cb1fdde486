#include "server/locate.h"

#include "adapters/place/place.h"
#include "adapters/region.h"
#include "intents/catalogue.h"
#include "intents/reach.h"
#include "server/clock.h"

#include <stdlib.h>

enum { NEAR_KM = 300 };

/* ---- the cache --------------------------------------------------------------------------------------------------- */

struct entry {
    char digest[33]; /* of the place and the language it was said in */
    bool there;
    double lat, lon;
    int64_t expires_s;
};

struct dg_located_cache {
    struct entry entries[DG_LOCATE_CACHED];
    size_t next; /* the oldest, which is overwritten */
};

struct dg_located_cache *dg_located_cache_create(void)
{
    return calloc(1, sizeof(struct dg_located_cache));
}

void dg_located_cache_destroy(struct dg_located_cache *cache)
{
    free(cache);
}

static void digest_of(char out[33], const struct dg_place *place, enum dg_language language, struct dg_arena *arena)
{
    struct dg_str text = dg_arena_print(arena, "%d|%.*s|%.*s|%.*s", (int)language, (int)place->name.len, place->name.at,
            (int)place->area.len, place->area.at, (int)place->address.len, place->address.at);
    dg_digest(out, text);
}

static const struct entry *look_up(const struct dg_located_cache *cache, const char *digest)
{
    for (size_t i = 0; i < DG_LOCATE_CACHED; i++) {
        const struct entry *e = &cache->entries[i];
        if (e->expires_s > dg_clock_s() && strcmp(e->digest, digest) == 0)
            return e;
    }
    return NULL;
}

static void remember(struct dg_located_cache *cache, const char *digest, const struct dg_found *found)
{
    struct entry *e = &cache->entries[cache->next];
    cache->next = (cache->next + 1) % DG_LOCATE_CACHED;
    *e = (struct entry){ .there = found->there, .lat = found->lat, .lon = found->lon };
    memcpy(e->digest, digest, sizeof e->digest);
    e->expires_s = dg_clock_s() + DG_LOCATE_CACHE_S;
}

/* ---- one search -------------------------------------------------------------------------------------------------- */

struct search;

/* One place being looked for. */
struct quest {
    struct search *search;
    struct dg_slot slot; /* "destination", with the place */
    struct dg_intent intent; /* that it is asked with */
    char digest[33];
    size_t next_plug; /* of the app; whom to ask next */
    const struct dg_plug *asked;
};

struct search {
    struct dg_lane *lane;
    struct dg_arena *arena;
    struct dg_drag *drag;
    uint64_t due_ms; /* of the loop's clock */
    struct quest quests[DG_LOCATE_PLACES_MAX];
    size_t count, open;
    bool any;
    void (*then)(void *owner, bool any);
    void *owner;
};

/* A name alone may stand in many cities: what is far from the person, and was not said to be, is not what was meant. */
static bool is_likely(const struct quest *q, double lat, double lon)
{
    const struct dg_place *place = &q->slot.value.place;
    const struct dg_context *ctx = &q->search->drag->ask.ctx;
    if (!ctx->has_location || place->area.len || place->address.len)
        return true;
    return dg_reach_km((struct dg_point){ ctx->lat, ctx->lon }, (struct dg_point){ lat, lon }) < NEAR_KM;
}

static void note(struct quest *q, bool there, double lat, double lon)
{
    struct dg_drag *drag = q->search->drag;
    const struct dg_place *place = &q->slot.value.place;
    if (drag->found_count == DG_FOUND_MAX)
        return;
    drag->found[drag->found_count++] = (struct dg_found){ place->name, place->area, there, lat, lon };
    q->search->any = q->search->any || there;
}

static void ask_next(struct quest *q);

static void quest_over(struct quest *q)
{
    struct search *s = q->search;
    if (--s->open == 0)
        s->then(s->owner, s->any);
}

static void answered(void *owner, const struct dg_errand_result *result)
{
    struct quest *q = owner;
    struct search *s = q->search;
    double lat, lon;
    dg_drag_add_sent(s->drag, result->sent, result->sent_count, s->arena);
    if (result->end != DG_ERRAND_DONE) {
        ask_next(q);
        return;
    }
    const struct dg_task *task = result->task;
    bool there = task->offer_count && dg_place_read(task->offers[0].state, &lat, &lon);
    if (!there) {
        ask_next(q);
        return;
    }
    struct dg_found found = { .there = true, .lat = lat, .lon = lon };
    remember(s->lane->located, q->digest, &found);
    note(q, is_likely(q, lat, lon), lat, lon);
    quest_over(q);
}

static bool may_ask(const struct quest *q, const struct dg_plug *plug)
{
    const struct dg_adapter *adapter = plug->adapter;
    return plug->on && adapter->locates && (!adapter->serves || adapter->serves(&q->intent, &q->search->drag->ask.ctx));
}

static struct dg_errand *ask(struct quest *q, const struct dg_plug *plug, uint32_t left_ms)
{
    struct search *s = q->search;
    const struct dg_errand_order order = {
        .kind = DG_ERRAND_ASK,
        .plug = plug,
        .intent = &q->intent,
        .key = dg_str_of("locate"),
        .ctx = &s->drag->ask.ctx,
        .language = s->drag->reading->language,
        .deadline_ms = left_ms,
    };
    return dg_errand_start(s->lane->errands, &order, answered, q);
}

/* Whoever is left, while there is time; then it is not found, this time. */
static void ask_next(struct quest *q)
{
    struct search *s = q->search;
    const struct dg_app *app = s->lane->app;
    uint64_t now = dg_loop_now_ms(s->lane->loop);
    while (q->next_plug < app->plug_count && now < s->due_ms) {
        const struct dg_plug *plug = &app->plugs[q->next_plug++];
        if (may_ask(q, plug) && ask(q, plug, (uint32_t)(s->due_ms - now)))
            return;
    }
    note(q, false, 0, 0);
    quest_over(q);
}

/* ---- what is looked for ------------------------------------------------------------------------------------------ */

static bool has_geocoder(const struct dg_app *app)
{
    for (size_t i = 0; i < app->plug_count; i++) {
        if (app->plugs[i].on && app->plugs[i].adapter->locates)
            return true;
    }
    return false;
}

static bool is_useful(const struct dg_target *target)
{
    for (size_t i = 0; i < target->route_count; i++) {
        if (dg_plug_is_live(target->routes[i].plug))
            return true;
    }
    return false;
}

static bool is_sought(const struct search *s, const struct dg_place *place)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct dg_place *other = &s->quests[i].slot.value.place;
        if (dg_str_eq(other->name, place->name) && dg_str_eq(other->area, place->area))
            return true;
    }
    return dg_found_for(s->drag->found, s->drag->found_count, place) != NULL;
}

static void seek(struct search *s, const struct dg_slot *slot)
{
    if (slot->value.kind != DG_PLACE || !dg_place_is_lost(&slot->value.place) || s->count == DG_LOCATE_PLACES_MAX ||
            is_sought(s, &slot->value.place))
        return;
    struct quest *q = &s->quests[s->count++];
    *q = (struct quest){ .search = s, .slot = *slot };
    q->slot.name = "destination";
    q->intent = (struct dg_intent){ .schema = dg_catalogue_find(dg_str_of("navigate.route")), .slots = &q->slot };
    q->intent.slot_count = 1;
    digest_of(q->digest, &slot->value.place, s->drag->reading->language, s->arena);
}

static void seek_all(struct search *s)
{
    for (size_t i = 0; i < s->drag->targets.count; i++) {
        const struct dg_target *target = &s->drag->targets.at[i];
        for (size_t k = 0; is_useful(target) && k < target->intent->slot_count; k++)
            seek(s, &target->intent->slots[k]);
    }
}

static void start(struct quest *q)
{
    const struct entry *known = look_up(q->search->lane->located, q->digest);
    if (!known) {
        ask_next(q);
        return;
    }
    note(q, known->there && is_likely(q, known->lat, known->lon), known->lat, known->lon);
    quest_over(q);
}

void dg_locate(struct dg_lane *lane, struct dg_arena *arena, struct dg_drag *drag, void (*then)(void *owner, bool any),
        void *owner)
{
    bool outside = !drag->ask.local_only && lane->located && has_geocoder(lane->app);
    struct search *s = outside ? dg_arena_alloc(arena, sizeof *s) : NULL;
    if (!s) {
        then(owner, false);
        return;
    }
    *s = (struct search){ .lane = lane, .arena = arena, .drag = drag, .then = then, .owner = owner };
    s->due_ms = dg_loop_now_ms(lane->loop) + DG_LOCATE_MS;
    seek_all(s);
    s->open = s->count + 1; /* so that the last of them, not the first, ends it */
    for (size_t i = 0; i < s->count; i++)
        start(&s->quests[i]);
    if (--s->open == 0)
        then(owner, s->any);
}
