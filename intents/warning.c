#include "intents/warning.h"

#include "intents/reach.h"
#include "intents/spoof.h"
#include "intents/weights.h"
#include "intents/zone.h"

#include <math.h>

enum {
    WARNINGS_MAX = 8,
    HOUR_S = 60 * 60,
    DAY_S = 24 * HOUR_S,
    GRACE_S = HOUR_S /* "now" is read from the last message: what began within the hour is not past */
};

enum kind {
    PAST_DATE,
    DST_GAP,
    DST_TWICE,
    TOO_FAR,
    BAD_CHECK_DIGIT,
    LOOK_ALIKE_LINK,
    HIDDEN_TEXT,
    NOT_AGREED,
    PLAN_MOVED
};

static const struct {
    const char *type, *zh, *en;
} sentences[] = {
    [PAST_DATE] = { "past-date", "这个时间已经过去了。", "This time has already passed." },
    [DST_GAP] = { "dst-gap", "当晚调表，这个时间可能不存在。",
            "The clocks change that night; this time may not exist." },
    [DST_TWICE] = { "dst-twice", "当晚调表，这个时间会出现两次。",
            "The clocks change that night; this time comes twice." },
    [TOO_FAR] = { "too-far-to-make-it", "从这里过去，怕是赶不上。", "It is too far from here to be there by then." },
    [BAD_CHECK_DIGIT] = { "bad-check-digit", "这个号码的校验位不对，可能抄错了。",
            "The check digit of this number is wrong; it may be mistyped." },
    [LOOK_ALIKE_LINK] = { "look-alike-link", "文中有仿冒知名网站的链接，请小心。",
            "A link here imitates a well-known site; be careful." },
    [HIDDEN_TEXT] = { "hidden-text", "这段文字里藏有看不见的字符。", "These words hold characters that are not seen." },
    [NOT_AGREED] = { "not-agreed", "后来又有人提了别的，还没人答应。",
            "Something else was put forward since, and nobody has answered." },
    [PLAN_MOVED] = { "plan-moved", "计划变了：已经订的也要跟着改。",
            "The plan has changed: what was booked for it needs the change too." },
};

/* The notes as they grow. */
struct notes {
    struct dg_note *at;
    size_t count;
    bool zh;
};

/* With what the intent has already. */
static bool notes_begin(
        struct notes *notes, const struct dg_intent *intent, enum dg_language language, struct dg_arena *arena)
{
    *notes = (struct notes){ dg_arena_array(arena, WARNINGS_MAX, sizeof *notes->at), 0, language == DG_LANG_ZH };
    for (; notes->at && notes->count < intent->warning_count; notes->count++)
        notes->at[notes->count] = intent->warnings[notes->count];
    return notes->at != NULL;
}

static void add(struct notes *notes, enum kind kind, const char *slot)
{
    if (notes->count == WARNINGS_MAX)
        return;
    const char *detail = notes->zh ? sentences[kind].zh : sentences[kind].en;
    notes->at[notes->count++] = (struct dg_note){ sentences[kind].type, slot, dg_str_of(detail) };
}

/* ---- times ------------------------------------------------------------------------------------------------- */

static bool is_past(const struct dg_time *t, const struct dg_context *ctx)
{
    int64_t end = t->has_end ? t->end.utc_s : t->start.utc_s + GRACE_S;
    if (t->grain >= DG_GRAIN_DAY && !t->has_end)
        end = t->start.utc_s + DAY_S;
    return end < ctx->now.utc_s;
}

static enum dg_wall wall_kind(const struct dg_time *t, int64_t moved_s, const struct dg_context *ctx)
{
    enum dg_wall kind;
    (void)dg_zone_instant(ctx->zone, t->start.utc_s + t->start.offset_s + moved_s, &kind);
    return kind;
}

/* RFC 5545 §3.3.5: a wall-clock time in a gap is moved on by the gap's length, so that the hour before it shows a jump. */
static void check_clock(struct notes *notes, const struct dg_slot *slot, const struct dg_context *ctx)
{
    const struct dg_time *t = &slot->value.time;
    if (t->grain > DG_GRAIN_HOUR)
        return;
    if (wall_kind(t, -HOUR_S, ctx) == DG_WALL_NEVER)
        add(notes, DST_GAP, slot->name);
    else if (wall_kind(t, 0, ctx) == DG_WALL_TWICE)
        add(notes, DST_TWICE, slot->name);
}

static void check_time(struct notes *notes, const struct dg_slot *slot, const struct dg_context *ctx)
{
    if (slot->value.kind != DG_TIME || !slot->value.time.has_start)
        return;
    if (is_past(&slot->value.time, ctx))
        add(notes, PAST_DATE, slot->name);
    check_clock(notes, slot, ctx);
}

/* ---- ways -------------------------------------------------------------------------------------------------- */

/* The quickest that anybody could hope for: by car, by fast train, by air with its two hours on the ground. */
static double hours_at_best(double km)
{
    double car = km / DG_FAST_CAR_KMH, train = DG_TRAIN_EXTRA_H + km / DG_FAST_TRAIN_KMH;
    return fmin(fmin(car, train), DG_AIR_EXTRA_H + km / DG_AIR_KMH);
}

static bool is_goal(const struct dg_slot *slot)
{
    static const char *const goals[] = { "venue", "dropoff", "destination", "place" };
    for (size_t i = 0; i < sizeof goals / sizeof goals[0]; i++) {
        if (dg_str_is(dg_str_of(slot->name), goals[i]))
            return slot->value.kind == DG_PLACE && slot->value.place.has_point;
    }
    return false;
}

static bool is_out_of_reach(const struct dg_slot *goal, const struct dg_slot *time, const struct dg_context *ctx)
{
    const struct dg_time *t = &time->value.time;
    const struct dg_place *place = &goal->value.place;
    if (t->start.utc_s < ctx->now.utc_s || t->grain > DG_GRAIN_HOUR)
        return false;
    double hours = (double)(t->start.utc_s - ctx->now.utc_s) / HOUR_S;
    return hours_at_best(dg_reach_km(
                   (struct dg_point){ ctx->lat, ctx->lon }, (struct dg_point){ place->lat, place->lon })) > hours;
}

/* Trips by train and air have times of departure: there is nothing to be late for yet. */
static void check_way(struct notes *notes, const struct dg_intent *intent, const struct dg_context *ctx)
{
    const struct dg_slot *time = dg_intent_slot(intent, "time");
    if (!ctx->has_location || !time || time->value.kind != DG_TIME || !time->value.time.has_start)
        return;
    for (size_t i = 0; i < intent->slot_count; i++) {
        if (is_goal(&intent->slots[i]) && is_out_of_reach(&intent->slots[i], time, ctx)) {
            add(notes, TOO_FAR, intent->slots[i].name);
            return;
        }
    }
}

/* ---- what is written --------------------------------------------------------------------------------------- */

static struct dg_str words_of(const struct dg_warning_view *view, const struct dg_mention *m)
{
    return dg_text_words(&view->texts[m->message], m->start, m->end);
}

bool dg_warning_false_link(const struct dg_warning_view *view)
{
    for (size_t i = view->remembered; i < view->message_count; i++) {
        for (size_t k = 0; k < view->mentions[i].count; k++) {
            const struct dg_mention *m = &view->mentions[i].at[k];
            if (m->type == DG_M_URL && dg_spoof_link(words_of(view, m), view->lexicon))
                return true;
        }
    }
    return false;
}

/* The recogniser has looked at the check digit of each code where it stands. */
static bool has_bad_digit(const struct dg_warning_view *view, const struct dg_slot *slot)
{
    if (slot->value.kind != DG_CODE || slot->span_count == 0 ||
            slot->spans[0].message + view->remembered >= view->message_count)
        return false;
    const struct dg_mentions *found = &view->mentions[slot->spans[0].message + view->remembered];
    for (size_t k = 0; k < found->count; k++) {
        const struct dg_mention *m = &found->at[k];
        if (m->unit && dg_str_is(dg_str_of(m->unit), "bad-check-digit") && dg_str_eq(words_of(view, m), slot->text))
            return true;
    }
    return false;
}

bool dg_warning_check(
        struct dg_intent *intent, const struct dg_warning_view *view, bool false_link, struct dg_arena *arena)
{
    struct notes notes;
    if (!notes_begin(&notes, intent, view->language, arena))
        return false;
    if (false_link)
        add(&notes, LOOK_ALIKE_LINK, NULL);
    check_way(&notes, intent, view->ctx);
    for (size_t i = 0; i < intent->slot_count; i++) {
        const struct dg_slot *slot = &intent->slots[i];
        check_time(&notes, slot, view->ctx);
        if (dg_spoof_hidden(slot->text))
            add(&notes, HIDDEN_TEXT, slot->name);
        if (has_bad_digit(view, slot))
            add(&notes, BAD_CHECK_DIGIT, slot->name);
    }
    intent->warnings = notes.at;
    intent->warning_count = notes.count;
    return true;
}

bool dg_warning_add(struct dg_intent *intent, enum dg_warning_of_plan which, const char *slot,
        enum dg_language language, struct dg_arena *arena)
{
    struct notes notes;
    if (!notes_begin(&notes, intent, language, arena))
        return false;
    add(&notes, which == DG_WARN_NOT_AGREED ? NOT_AGREED : PLAN_MOVED, slot);
    intent->warnings = notes.at;
    intent->warning_count = notes.count;
    return true;
}

static bool hangs_on_slots(const char *type)
{
    for (enum kind k = PAST_DATE; k <= TOO_FAR; k++) {
        if (strcmp(sentences[k].type, type) == 0)
            return true;
    }
    return false;
}

bool dg_warning_renew(
        struct dg_intent *intent, const struct dg_context *ctx, enum dg_language language, struct dg_arena *arena)
{
    struct notes notes;
    size_t kept = 0;
    if (!notes_begin(&notes, intent, language, arena))
        return false;
    for (size_t i = 0; i < notes.count; i++) {
        if (!hangs_on_slots(notes.at[i].type))
            notes.at[kept++] = notes.at[i];
    }
    notes.count = kept;
    check_way(&notes, intent, ctx);
    for (size_t i = 0; i < intent->slot_count; i++)
        check_time(&notes, &intent->slots[i], ctx);
    intent->warnings = notes.at;
    intent->warning_count = notes.count;
    return true;
}
