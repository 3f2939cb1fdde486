#include "intents/inner.h"
#include "intents/recogniser.h"

#include <stdlib.h>

/* The order matters twice: a recogniser sees what those before it found, and wins a tie of length against those after. */
static const struct dg_recogniser *const recognisers[] = {
    &dg_recogniser_contact, &dg_recogniser_code, &dg_recogniser_time, &dg_recogniser_money, &dg_recogniser_count,
    &dg_recogniser_number, &dg_recogniser_person, &dg_recogniser_topic, &dg_recogniser_place, NULL, /* ends the list */
};

enum { SINK_FIRST_ROOM = 6 };

struct dg_sink {
    struct dg_arena *arena;
    struct dg_mention *at;
    size_t count, room;
};

const char *dg_mention_type_name(enum dg_mention_type type)
{
    static const char *const names[] = {
#define ROW(name, text) text,
        DG_MENTION_ROWS(ROW)
#undef ROW
    };
    return names[type];
}

static bool make_room(struct dg_sink *sink)
{
    if (sink->count < sink->room)
        return true;
    struct dg_mention *at =
            dg_arena_doubled(sink->arena, sink->at, sink->count, &sink->room, SINK_FIRST_ROOM, sizeof *at);
    if (at)
        sink->at = at;
    return at != NULL;
}

void dg_sink_add(struct dg_sink *sink, const struct dg_mention *mention)
{
    if (mention->start < mention->end && make_room(sink))
        sink->at[sink->count++] = *mention;
}

/* A mention with its place in the order of discovery. */
struct found {
    const struct dg_mention *mention;
    size_t order;
};

static int by_position(const void *left, const void *right)
{
    const struct found *a = left, *b = right;
    if (a->mention->start != b->mention->start)
        return a->mention->start < b->mention->start ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Whether `a` keeps its place against `b`, which overlaps it. */
static bool stays(const struct found *a, const struct found *b)
{
    bool a_secret = a->mention->type == DG_M_SECRET, b_secret = b->mention->type == DG_M_SECRET;
    enum dg_mention_type other = a_secret ? b->mention->type : a->mention->type;
    if (a_secret != b_secret &&
            other != DG_M_TIME) /* whatever else it could be, it is not to be used; "at 1930" is a time */
        return a_secret;
    bool a_number = a->mention->type == DG_M_NUMBER, b_number = b->mention->type == DG_M_NUMBER;
    uint32_t a_len = a->mention->end - a->mention->start, b_len = b->mention->end - b->mention->start;
    if (a_number != b_number) /* 二分之一 is more than the 二分 in it; else a number is part of something */
        return a_number ? a_len > b_len : b_len <= a_len;
    return a_len != b_len ? a_len > b_len : a->order < b->order;
}

/* Keeps of the sorted `found` what does not overlap; what is kept moves to the front. */
static size_t settle_overlaps(struct found *found, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        while (kept && found[kept - 1].mention->end > found[i].mention->start && stays(&found[i], &found[kept - 1]))
            kept--;
        if (!kept || found[kept - 1].mention->end <= found[i].mention->start)
            found[kept++] = found[i];
    }
    return kept;
}

static struct dg_mentions settled(const struct dg_scan *scan, const struct dg_sink *sink)
{
    struct dg_mentions out = { 0 };
    struct found *found = sink->count ? dg_arena_array(sink->arena, 2 * sink->count, sizeof *found) : NULL;
    if (!found)
        return out;
    struct found *kept = found + sink->count;
    for (size_t i = 0; i < sink->count; i++)
        found[i] = (struct found){ &sink->at[i], i };
    qsort(found, sink->count, sizeof *found, by_position);
    memcpy(kept, found, sink->count * sizeof *kept);
    size_t count = settle_overlaps(kept, sink->count);
    struct dg_mention *at = dg_arena_array(scan->arena, count, sizeof *at);
    if (!at)
        return out;
    for (size_t i = 0; i < count; i++)
        at[i] = *kept[i].mention;
    out = (struct dg_mentions){ .at = at, .count = count };
    size_t number_count = 0;
    for (size_t i = 0; i < sink->count; i++) {
        if (found[i].mention->type == DG_M_NUMBER)
            found[number_count++] = found[i];
    }
    if (!number_count)
        return out;
    struct dg_mention *numbers = dg_arena_array(scan->arena, number_count, sizeof *numbers);
    for (size_t i = 0; numbers && i < number_count; i++)
        numbers[i] = *found[i].mention;
    dg_inner_numbers(&out, scan, numbers, numbers ? number_count : 0);
    if (numbers)
        dg_arena_trim(scan->arena, numbers, out.inner_count * sizeof *numbers);
    return out;
}

struct dg_mentions dg_recognise_only(const struct dg_scan *scan, const struct dg_recogniser *only)
{
    struct dg_sink sink = { .arena = dg_scan_scratch(scan) };
    only->scan(scan, &sink);
    return settled(scan, &sink);
}

struct dg_mentions dg_recognise(const struct dg_scan *scan)
{
    struct dg_sink sink = { .arena = dg_scan_scratch(scan) };
    struct dg_scan step = *scan;
    for (size_t i = 0; recognisers[i]; i++) {
        step.before = sink.at;
        step.before_count = sink.count;
        recognisers[i]->scan(&step, &sink);
    }
    return settled(scan, &sink);
}
