/* What a plan is called in the end: by its words, by its hour, by where it takes place. */
#include "intents/calendar.h"
#include "intents/plan.h"
#include "intents/utf8.h"

enum { LUNCH_FROM = 10, DINNER_FROM = 16 };

static int64_t hour_of(const struct dg_slot *time)
{
    struct dg_instant at = time->value.time.start;
    int64_t wall = at.utc_s + at.offset_s;
    return (wall - dg_day_start(wall)) / 3600;
}

/* What a meal is called when only its hour is known. */
static const struct dg_activity *meal_at(const struct dg_activity *activity, const struct dg_slot *time)
{
    if (activity->family != DG_FAMILY_MEAL || strcmp(activity->name, "meal") != 0 || !time->value.time.has_start)
        return activity;
    int64_t hour = hour_of(time);
    bool whole_day = time->value.time.grain >= DG_GRAIN_DAY;
    const char *name = whole_day || hour >= DINNER_FROM ? "dinner" : hour >= LUNCH_FROM ? "lunch" : "breakfast";
    return dg_activity_find(dg_str_of(name));
}

static bool names_meal(const struct dg_planner *p, struct dg_str folded, size_t at)
{
    struct dg_word words[8];
    size_t count = dg_lexicon_match(p->lexicon, DG_IN_ANY, folded, at, words, sizeof words / sizeof words[0]);
    for (size_t i = 0; i < count; i++) {
        if (words[i].class == DG_W_ACTIVITY && dg_activity_find(dg_word_column(&words[i], 0))->family == DG_FAMILY_MEAL)
            return true;
    }
    return false;
}

/* Whether the name of the venue says that one eats there: 竹园小馆, Golden Dragon Restaurant. */
static bool is_eatery(const struct dg_planner *p, const struct dg_topic *topic)
{
    const struct dg_stance *venue = dg_topic_current(p->topics, topic, DG_F_VENUE);
    if (!venue || !venue->from_count)
        return false;
    const struct dg_mention *m = venue->from[0];
    struct dg_str folded = dg_str_cut(p->texts[m->message].folded, m->start, m->end);
    for (size_t at = 0, len; at < folded.len; at += len) {
        if (names_meal(p, folded, at))
            return true;
        dg_utf8_at(folded, at, &len);
    }
    return false;
}

static enum dg_place_kind kind_of(const struct dg_settled *plan, enum dg_field field)
{
    return plan->has[field] ? plan->fields[field].value.place.kind : DG_PLACE_UNKNOWN;
}

bool dg_plan_has_clock(const struct dg_settled *plan)
{
    const struct dg_time *t = &plan->fields[DG_F_TIME].value.time;
    return plan->has[DG_F_TIME] && t->has_start && t->grain <= DG_GRAIN_HOUR;
}

/* So many people at a house at an hour when one eats. */
static bool seats_heads(const struct dg_settled *plan)
{
    static const bool eaten_at[24] = {
        [11] = true, [12] = true, [13] = true, [17] = true, [18] = true, [19] = true, [20] = true, [21] = true
    };
    bool house = plan->has[DG_F_VENUE] && kind_of(plan, DG_F_VENUE) <= DG_PLACE_VENUE;
    return house && plan->has[DG_F_PEOPLE] && dg_plan_has_clock(plan) && eaten_at[hour_of(&plan->fields[DG_F_TIME])];
}

static bool is_party(const struct dg_activity *activity)
{
    return activity->name && strcmp(activity->name, "party") == 0;
}

/* People who meet at an eatery, or celebrate where seats are booked, eat. */
static bool eats(const struct dg_settled *plan, const struct dg_planner *p)
{
    bool open = plan->activity->family == DG_FAMILY_NONE || is_party(plan->activity);
    bool table = (plan->topic->requested && plan->has[DG_F_VENUE]) || seats_heads(plan);
    bool booked = is_party(plan->activity) && table;
    return open && (booked || is_eatery(p, plan->topic) || plan->has[DG_F_CUISINE]);
}

/* What a plan that nobody named holds tells what it is: a title is seen, heads are counted for a table, one goes from a
 * station to a town by train and from an airport by plane. NULL: it may be anything. */
static const char *told_by_values(const struct dg_settled *plan)
{
    enum dg_place_kind from = kind_of(plan, DG_F_ORIGIN), to = kind_of(plan, DG_F_AREA);
    bool both = plan->has[DG_F_ORIGIN] && plan->has[DG_F_AREA];
    if (plan->has[DG_F_TITLE] && (plan->has[DG_F_TICKETS] || plan->has[DG_F_PEOPLE] || dg_plan_has_clock(plan)))
        return "show";
    if (both && (from == DG_PLACE_AIRPORT || to == DG_PLACE_AIRPORT))
        return "flight";
    if (both && dg_plan_has_clock(plan) && (from == DG_PLACE_STATION || to == DG_PLACE_STATION))
        return "train";
    return seats_heads(plan) ? "meal" : NULL;
}

/* The activity of a plan without one, by what it holds. */
static const struct dg_activity *named(const struct dg_settled *plan)
{
    bool open = plan->activity->family == DG_FAMILY_NONE ||
            (plan->activity->family == DG_FAMILY_TRIP && plan->has[DG_F_TITLE]); /* 周五看《夜航》，我妹也去 */
    const char *told = open ? told_by_values(plan) : NULL;
    return told ? dg_activity_find(dg_str_of(told)) : plan->activity;
}

const struct dg_activity *dg_plan_kind(const struct dg_settled *plan, const struct dg_planner *p)
{
    return eats(plan, p) ? dg_activity_find(dg_str_of("meal")) : named(plan);
}

const struct dg_activity *dg_plan_activity(const struct dg_settled *plan)
{
    return plan->has[DG_F_TIME] ? meal_at(plan->activity, &plan->fields[DG_F_TIME]) : plan->activity;
}
