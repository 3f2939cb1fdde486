#include "server/events.h"

#include "server/wire.h"
#include "server/wire_card.h"

#include <inttypes.h>

/* ---- ids: hex of the whole parts, the part under way, how many of it --------------------------------------------------- */

static bool read_number(struct dg_str text, size_t *at, unsigned base, uint64_t *out)
{
    static const char digits[] = "0123456789abcdef";
    size_t start = *at;
    *out = 0;
    for (; *at < text.len && *at - start < 16; (*at)++) {
        const char *digit = memchr(digits, text.at[*at], base);
        if (!digit)
            break;
        *out = *out * base + (uint64_t)(digit - digits);
    }
    return *at > start;
}

static bool read_dot(struct dg_str text, size_t *at)
{
    return *at < text.len && text.at[(*at)++] == '.';
}

static void read_id(struct dg_events *out, struct dg_str id)
{
    size_t at = 0;
    uint64_t whole, part, count;
    if (!read_number(id, &at, 16, &whole) || !read_dot(id, &at) || !read_number(id, &at, 10, &part) ||
            !read_dot(id, &at) || !read_number(id, &at, 10, &count) || at != id.len || part > DG_EVENTS_LINKS)
        return;
    out->whole = whole;
    out->part = (unsigned)part;
    out->part_count = count < DG_OFFERS_MAX * DG_ADAPTERS_MAX ? (unsigned)count : 0;
}

/* ---- events ------------------------------------------------------------------------------------------------------------ */

static void send(struct dg_events *events, const char *name, json_t *data, struct dg_arena *arena)
{
    struct dg_mark mark = dg_arena_mark(arena);
    struct dg_str text = dg_wire_print(arena, data);
    struct dg_str event = dg_arena_print(arena, "id: %" PRIx64 ".%u.%u\nevent: %s\ndata: %.*s\n\n", events->whole,
            events->part, events->part_count, name, (int)text.len, text.at);
    if (text.len)
        dg_exchange_write(events->ex, event);
    json_decref(data);
    dg_arena_undo(arena, mark);
}

void dg_events_begin(struct dg_events *out, struct dg_exchange *ex, struct dg_str last_id)
{
    *out = (struct dg_events){ .ex = ex };
    read_id(out, last_id);
    dg_exchange_stream(ex, 200, "text/event-stream");
}

bool dg_events_has(const struct dg_events *events, unsigned part)
{
    return events->whole & (UINT64_C(1) << part);
}

void dg_events_cards(struct dg_events *events, unsigned part, const struct dg_cards *cards, struct dg_arena *arena)
{
    unsigned had = events->part == part ? events->part_count : 0;
    for (size_t i = had; i < cards->count; i++) {
        bool last = i + 1 == cards->count;
        events->part = last ? 0 : part;
        events->part_count = last ? 0 : (unsigned)i + 1;
        if (last)
            events->whole |= UINT64_C(1) << part;
        send(events, "card", dg_wire_card(&cards->at[i], arena), arena);
    }
    events->whole |= UINT64_C(1) << part;
    events->part = events->part_count = 0;
}

void dg_events_end(struct dg_events *events, const struct dg_silences *silences, bool complete, struct dg_arena *arena)
{
    for (size_t i = 0; i < silences->count; i++)
        send(events, "unanswered", dg_wire_silence(&silences->at[i]), arena);
    send(events, "done", json_pack("{s:b}", "complete", complete), arena);
    dg_exchange_end(events->ex);
}
