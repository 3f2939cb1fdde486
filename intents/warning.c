#include "intents/warning.h"

#include "intents/spoof.h"
#include "intents/weights.h"
#include "intents/zone.h"

#include <math.h>

enum {
    WARNINGS_MAX = 6,
    HOUR_S = 60 * 60,
    DAY_S = 24 * HOUR_S,
    GRACE_S = HOUR_S /* "now" is read from the last message: what began within the hour is not past */
};

enum kind { PAST_DATE, DST_GAP, TOO_FAR, BAD_CHECK_DIGIT, LOOK_ALIKE_LINK, HIDDEN_TEXT };

static const struct {
    const char *type, *zh, *en;
} sentences[] = {
    [PAST_DATE] = { "past-date", "这个时间已经过去了。", "This time has already passed." },
    [DST_GAP] = { "dst-gap", "当晚调表，这个时间可能不存在。",
            "The clocks change that night; this time may not exist." },
    [TOO_FAR] = { "too-far-to-make-it", "从这里过去，怕是赶不上。", "It is too far from here to be there by then." },
    [BAD_CHECK_DIGIT] = { "bad-check-digit", "这个号码的校验位不对，可能抄错了。",
            "The check digit of this number is wrong; it may be mistyped." },
    [LOOK_ALIKE_LINK] = { "look-alike-link", "文中有仿冒知名网站的链接，请小心。",
            "A link here imitates a well-known site; be careful." },
    [HIDDEN_TEXT] = { "hidden-text", "这段文字里藏有看不见的字符。", "These words hold characters that are not seen." },
};

/* The notes as they grow. */
struct notes {
    struct dg_note *at;
    size_t count;
    bool zh;
};

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

/* RFC 5545 §3.3.5: a wall-clock time in a gap is moved on by the gap's length, so that the hour before it shows a jump. */
static bool after_gap(const struct dg_time *t, const struct dg_context *ctx)
{
    enum dg_wall kind;
    int64_t wall = t->start.utc_s + t->start.offset_s - GRACE_S;
    (void)dg_zone_instant(ctx->zone, wall, &kind);
    return kind == DG_WALL_NEVER && t->grain <= DG_GRAIN_HOUR;
}

static void check_time(struct notes *notes, const struct dg_slot *slot, const struct dg_context *ctx)
{
    if (slot->value.kind != DG_TIME || !slot->value.time.has_start)
        return;
    if (is_past(&slot->value.time, ctx))
        add(notes, PAST_DATE, slot->name);
    if (after_gap(&slot->value.time, ctx))
        add(notes, DST_GAP, slot->name);
}

/* ---- ways -------------------------------------------------------------------------------------------------- */

/* Great-circle distance by the haversine formula, on a sphere of the mean radius of IUGG. */
static double distance_km(double lat1, double lon1, double lat2, double lon2)
{
    const double radius_km = 6371.0088, degree = acos(-1) / 180;
    double up = sin((lat2 - lat1) * degree / 2), across = sin((lon2 - lon1) * degree / 2);
    double h = up * up + cos(lat1 * degree) * cos(lat2 * degree) * across * across;
    return 2 * radius_km * asin(fmin(1, sqrt(h)));
}

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
    return hours_at_best(distance_km(ctx->lat, ctx->lon, place->lat, place->lon)) > hours;
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
    for (size_t i = 0; i < view->message_count; i++) {
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
    if (slot->value.kind != DG_CODE || slot->span_count == 0 || slot->spans[0].message >= view->message_count)
        return false;
    const struct dg_mentions *found = &view->mentions[slot->spans[0].message];
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
    struct notes notes = { dg_arena_array(arena, WARNINGS_MAX, sizeof *notes.at), 0, view->language == DG_LANG_ZH };
    if (!notes.at)
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
