#include "intents/warning.h"

#include "intents/zone.h"

enum {
    WARNINGS_MAX = 4,
    GRACE_S = 60 * 60 /* "now" is read from the last message: what began within the hour is not past */
};

static void add(struct dg_intent *intent, struct dg_note *notes, const char *type, const char *slot, bool zh,
        const char *text_zh, const char *text_en)
{
    if (intent->warning_count < WARNINGS_MAX)
        notes[intent->warning_count++] = (struct dg_note){ type, slot, dg_str_of(zh ? text_zh : text_en) };
}

static bool is_past(const struct dg_time *t, const struct dg_context *ctx)
{
    int64_t end = t->has_end ? t->end.utc_s : t->start.utc_s + GRACE_S;
    if (t->grain >= DG_GRAIN_DAY && !t->has_end)
        end = t->start.utc_s + 24 * 60 * 60;
    return end < ctx->now.utc_s;
}

/* RFC 5545 §3.3.5: a wall-clock time in a gap is moved on by the gap's length, so that the hour before it shows a jump. */
static bool after_gap(const struct dg_time *t, const struct dg_context *ctx)
{
    enum dg_wall kind;
    int64_t wall = t->start.utc_s + t->start.offset_s - GRACE_S;
    (void)dg_zone_instant(ctx->zone, wall, &kind);
    return kind == DG_WALL_NEVER && t->grain <= DG_GRAIN_HOUR;
}

bool dg_warning_check(
        struct dg_intent *intent, const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena)
{
    struct dg_note *notes = dg_arena_array(arena, WARNINGS_MAX, sizeof *notes);
    bool zh = language == DG_LANG_ZH;
    if (!notes)
        return false;
    intent->warnings = notes;
    for (size_t i = 0; i < intent->slot_count; i++) {
        const struct dg_slot *s = &intent->slots[i];
        if (s->value.kind != DG_TIME || !s->value.time.has_start)
            continue;
        if (is_past(&s->value.time, ctx))
            add(intent, notes, "past-date", s->name, zh, "这个时间已经过去了。", "This time has already passed.");
        if (after_gap(&s->value.time, ctx))
            add(intent, notes, "dst-gap", s->name, zh, "当晚调表，这个时间可能不存在。",
                    "The clocks change that night; this time may not exist.");
    }
    return true;
}
