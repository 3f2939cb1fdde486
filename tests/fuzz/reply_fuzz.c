/* Whatever a provider answers: every adapter that hears replies gets through it, writes only well-formed requests and shows
 * only valid text. The input is chunks parted by NUL. First: the adapter's name; a byte for its turn (ask, book, check,
 * undo) and intent;
 * for all turns but ask the stored state; then replies, each a byte for its end and status, a line that stands in its
 * headers, and the body. */
#include "adapters/adapter.h"
#include "intents/catalogue.h"
#include "intents/utf8.h"

#include <stdint.h>
#include <stdlib.h>

enum { TURNS_MAX = 12, ARENA_BYTES = 16 << 20 };

static struct dg_zone *zone;

static struct dg_str next_chunk(struct dg_str *rest)
{
    const char *end = rest->len ? memchr(rest->at, 0, rest->len) : NULL;
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    struct dg_str chunk = dg_str_cut(*rest, 0, len);
    *rest = dg_str_cut(*rest, end ? len + 1 : len, rest->len);
    return chunk;
}

/* The one of that name, or any other that hears replies. */
static const struct dg_adapter *adapter_for(struct dg_str name)
{
    const struct dg_adapter *named = dg_adapter_find(name), *found[64];
    size_t count = 0;
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        if ((*a)->hear)
            found[count++] = *a;
    }
    return named && named->hear ? named : found[(name.len ? (unsigned char)name.at[0] : 0) % count];
}

static struct dg_value value_of(enum dg_value_kind kind, size_t number)
{
    struct dg_value v = { .kind = kind };
    switch (kind) {
    case DG_TIME:
        v.time.has_start = v.time.has_end = true;
        v.time.grain = DG_GRAIN_MINUTE;
        v.time.start.utc_s = 1708513200 + (int64_t)number * 86400;
        v.time.end.utc_s = v.time.start.utc_s + 7200;
        break;
    case DG_PLACE:
        v.place = (struct dg_place){ .name = dg_str_of("Milano"), .has_point = true, .code = dg_str_of("8300046") };
        v.place.lat = 45.48 + (double)number;
        v.place.lon = 9.2;
        break;
    case DG_COUNT:
        v.count = 2;
        break;
    case DG_MONEY:
        v.money = (struct dg_money){ 100, dg_str_of("EUR"), dg_str_of("") };
        break;
    case DG_CODE:
        v.code.code = dg_str_of("X1");
        break;
    default:
        v.text = dg_str_of("words");
    }
    return v;
}

/* Every slot filled. */
static size_t fill(struct dg_slot *slots, const struct dg_intent_schema *schema)
{
    size_t count = 0;
    for (size_t i = 0; i < DG_SLOTS_MAX && schema->slots[i].name; i++) {
        bool is_rule = strcmp(schema->slots[i].name, "recurrence") == 0;
        if (!is_rule)
            slots[count++] =
                    (struct dg_slot){ .name = schema->slots[i].name, .value = value_of(schema->slots[i].kind, i) };
    }
    return count;
}

/* One that has none finds places, and is asked as server/locate.c does. */
static const char *intent_number(const struct dg_adapter *a, unsigned number)
{
    unsigned count = 0;
    while (a->intents[count])
        count++;
    return count ? a->intents[number % count] : "navigate.route";
}

static enum dg_turn begin(struct dg_task *task, unsigned number, struct dg_str *rest, struct dg_request *next)
{
    const struct dg_adapter *a = task->adapter;
    unsigned turn = number % 4;
    enum dg_turn (*by_state)(struct dg_task *, struct dg_str, struct dg_request *) = turn == 1 ? a->book
            : turn == 2                                                                        ? a->check
                                                                                               : a->undo;
    if (turn > 0)
        return by_state ? by_state(task, next_chunk(rest), next) : DG_TURN_FAIL;
    struct dg_slot *slots = dg_arena_array(task->arena, DG_SLOTS_MAX, sizeof *slots);
    struct dg_intent *intent = dg_arena_alloc(task->arena, sizeof *intent);
    intent->schema = dg_catalogue_find(dg_str_of(intent_number(a, number / 4)));
    intent->slots = slots;
    intent->slot_count = fill(slots, intent->schema);
    return a->ask(task, intent, next);
}

static enum dg_turn hear(struct dg_task *task, struct dg_str chunk, struct dg_request *next)
{
    static const int statuses[] = { 200, 201, 202, 204, 207, 301, 400, 401, 404, 409, 412, 429, 500, 503 };
    unsigned char first = chunk.len ? (unsigned char)chunk.at[0] : 0;
    const char *line_end = chunk.len ? memchr(chunk.at, '\n', chunk.len) : NULL;
    size_t line = line_end ? (size_t)(line_end - chunk.at) : chunk.len;
    struct dg_str value = dg_str_cut(chunk, chunk.len ? 1 : 0, line < 1 && chunk.len ? 1 : line);
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '\r')
            value.len = i;
    }
    struct dg_header headers[] = { { dg_str_of("Location"), value, false }, { dg_str_of("ETag"), value, false } };
    struct dg_reply reply = { .headers = headers, .header_count = 2 };
    reply.end = first < 200 ? DG_SENT_OK : (enum dg_transport_end)(first % 4);
    reply.status = reply.end == DG_SENT_OK ? statuses[first % (sizeof statuses / sizeof statuses[0])] : 0;
    if (reply.end == DG_SENT_OK && line_end)
        reply.body = dg_str_cut(chunk, line + 1, chunk.len);
    *next = (struct dg_request){ 0 };
    return task->adapter->hear(task, &reply, next);
}

static void must(bool held)
{
    if (!held)
        abort();
}

static void look_at(const struct dg_task *task, enum dg_turn turn, const struct dg_request *next)
{
    if (turn == DG_TURN_SEND)
        must(dg_request_well_formed(next) && next->url.len > 0);
    if (turn == DG_TURN_FAIL)
        must(task->problem.status != DG_OK && dg_utf8_check(dg_str_of(task->problem.detail)) < 0);
    must(task->offer_count <= DG_OFFERS_MAX);
    for (size_t i = 0; i < task->offer_count; i++) {
        const struct dg_offer *o = &task->offers[i];
        must(dg_utf8_check(o->title) < 0 && dg_utf8_check(o->subtitle) < 0 && dg_utf8_check(o->terms) < 0);
    }
    must(dg_utf8_check(task->receipt.detail) < 0 && dg_utf8_check(task->receipt.reference) < 0);
}

static struct dg_adapter_settings settings_for(const struct dg_adapter *adapter)
{
    struct dg_adapter_settings settings = { 0 };
    for (size_t i = 0; adapter->options && adapter->options[i].key; i++) {
        bool is_base = adapter->base_option && strcmp(adapter->options[i].key, adapter->base_option) == 0;
        if (adapter->options[i].required)
            settings.values[i] = dg_str_of(is_base ? "https://x.example/" : "x");
    }
    return settings;
}

static void converse(struct dg_task *task, struct dg_str rest)
{
    struct dg_str turn_chunk = next_chunk(&rest);
    unsigned number = turn_chunk.len ? (unsigned char)turn_chunk.at[0] : 0;
    struct dg_request next = { 0 };
    enum dg_turn turn = begin(task, number, &rest, &next);
    if (turn == DG_TURN_FAIL && task->problem.status == DG_OK)
        return; /* the adapter has no such turn */
    look_at(task, turn, &next);
    for (int i = 0; i < TURNS_MAX && turn == DG_TURN_SEND; i++) {
        turn = hear(task, next_chunk(&rest), &next);
        look_at(task, turn, &next);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!zone)
        zone = dg_zone_create(dg_str_of("Europe/Rome"));
    struct dg_str rest = { (const char *)data, size };
    const struct dg_adapter *adapter = adapter_for(next_chunk(&rest));
    struct dg_context ctx = { .zone = zone, .now = { 1708500000, 3600 } };
    struct dg_adapter_settings settings = settings_for(adapter);
    struct dg_task *task = calloc(1, sizeof *task);
    task->adapter = adapter;
    task->settings = &settings;
    task->ctx = &ctx;
    task->arena = dg_arena_create(ARENA_BYTES);
    task->key = dg_str_of("k1");
    task->state = dg_arena_alloc(task->arena, adapter->task_size + 1);
    converse(task, rest);
    dg_arena_destroy(task->arena);
    free(task);
    return 0;
}
