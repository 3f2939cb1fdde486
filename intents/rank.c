#include "intents/rank.h"

#include "intents/catalogue.h"
#include "intents/weights.h"

#include <math.h>

static bool has_place(const struct dg_settled *p)
{
    return p->has[DG_F_VENUE] || p->has[DG_F_AREA];
}

static bool wanted(const struct dg_settled *p)
{
    return p->topic->requested || p->topic->accepted || p->topic->proposed;
}

static bool ordered(const struct dg_settled *p)
{
    return p->topic->requested || p->has[DG_F_TICKETS] || p->has[DG_F_PEOPLE] || p->has[DG_F_NUMBER];
}

/* Whether enough was said, family by family, that a person would want something done. */
static bool worth(const struct dg_settled *p)
{
    if (p->topic->hinted) /* "make it 8pm" alone is a change to something that is not here */
        return has_place(p) || p->has[DG_F_TITLE] || p->has[DG_F_NUMBER] ||
                (p->has[DG_F_TIME] && (p->topic->accepted || p->topic->named));
    switch (p->activity->family) {
    case DG_FAMILY_NONE:
        return p->topic->accepted && p->has[DG_F_TIME] && (dg_plan_has_clock(p) || p->has[DG_F_VENUE]);
    case DG_FAMILY_TRIP:
        return p->topic->accepted && p->has[DG_F_TIME] && has_place(p);
    case DG_FAMILY_MEAL:
    case DG_FAMILY_CAFE:
    case DG_FAMILY_SHOW:
        return wanted(p) && (p->has[DG_F_TIME] || has_place(p) || p->has[DG_F_TITLE]);
    case DG_FAMILY_MEET:
        return p->has[DG_F_TIME];
    case DG_FAMILY_STAY:
        return wanted(p) && (p->has[DG_F_TIME] || p->topic->requested);
    case DG_FAMILY_FLIGHT:
    case DG_FAMILY_TRAIN:
    case DG_FAMILY_BUS:
        return has_place(p) && (ordered(p) || p->has[DG_F_ORIGIN]);
    case DG_FAMILY_RIDE:
        return has_place(p) || (p->has[DG_F_ORIGIN] && p->topic->requested); /* where to is asked then */
    case DG_FAMILY_ROUTE:
        return has_place(p);
    default:
        return false;
    }
}

static void choose(const char **names, const char *first, const char *second, const char *third)
{
    const char *all[] = { first, second, third };
    for (size_t i = 0; i < 3; i++) {
        if (all[i])
            *names++ = all[i];
    }
    *names = NULL;
}

static void choose_open(const char **names, const struct dg_settled *p)
{
    const char *entry = p->has[DG_F_TIME] ? "calendar.create" : NULL;
    const char *ride = p->has[DG_F_VENUE] && p->has[DG_F_TIME] ? "ride.request" : NULL;
    switch (p->activity->family) {
    case DG_FAMILY_MEAL:
        if (p->has[DG_F_VENUE] && p->fields[DG_F_VENUE].value.place.kind == DG_PLACE_HOME) /* "7pm at mine" */
            choose(names, entry, NULL, NULL);
        else
            choose(names, "booking.restaurant", entry, ride);
        break;
    case DG_FAMILY_CAFE:
        choose(names, entry, "booking.restaurant", ride);
        break;
    case DG_FAMILY_SHOW:
        choose(names, "booking.event", entry, NULL);
        break;
    case DG_FAMILY_STAY:
        choose(names, "booking.hotel", NULL, NULL);
        break;
    case DG_FAMILY_FLIGHT:
        choose(names, "booking.flight", NULL, NULL);
        break;
    case DG_FAMILY_TRAIN:
        choose(names, "booking.train", NULL, NULL);
        break;
    case DG_FAMILY_BUS:
        choose(names, "booking.bus", NULL, NULL);
        break;
    case DG_FAMILY_RIDE:
        choose(names, "ride.request", NULL, NULL);
        break;
    case DG_FAMILY_ROUTE:
        choose(names, "navigate.route", NULL, NULL);
        break;
    default:
        choose(names, entry, NULL, NULL);
    }
}

void dg_rank_choose(const char *names[DG_INTENTS_OF_PLAN + 1], const struct dg_settled *p)
{
    bool entry = p->topic->hinted || p->activity->family == DG_FAMILY_MEET || p->activity->family == DG_FAMILY_NONE;
    names[0] = NULL;
    if (p->topic->called_off || p->topic->declined_by)
        return;
    if (p->topic->moved && p->has[DG_F_TIME])
        choose(names, "calendar.update", NULL, NULL);
    else if (p->topic->removed && entry && p->has[DG_F_TIME])
        choose(names, "calendar.cancel", NULL, NULL);
    else if (p->topic->removed)
        return;
    else if (p->topic->booked && p->has[DG_F_TIME])
        choose(names, "calendar.create", NULL, NULL);
    else if (worth(p))
        choose_open(names, p);
}

double dg_rank_score(const struct dg_settled *p, const struct dg_intent *first, size_t step, bool mine)
{
    double sure = DG_WEIGHT_PROPOSED;
    sure += p->topic->accepted ? DG_WEIGHT_ACCEPTED : 0;
    sure += p->topic->requested || p->topic->booked ? DG_WEIGHT_REQUESTED : 0;
    sure += p->has[DG_F_TIME] ? DG_WEIGHT_TIME : 0;
    sure += has_place(p) ? DG_WEIGHT_PLACE : 0;
    sure += p->topic->strength >= 2 ? DG_WEIGHT_NAMED : 0;
    sure += mine ? DG_WEIGHT_MINE : 0;
    sure += DG_WEIGHT_MISSING * (double)first->missing_count + DG_WEIGHT_STEP * (double)step;
    return sure > DG_WEIGHT_CEILING ? DG_WEIGHT_CEILING : sure < DG_WEIGHT_FLOOR ? DG_WEIGHT_FLOOR : sure;
}

/* Where the name stands among the intents, or `count`. */
static size_t find(const struct dg_intent *intents, size_t count, const char *name)
{
    size_t i = 0;
    while (i < count && strcmp(intents[i].schema->name, name) != 0)
        i++;
    return i;
}

enum dg_aim dg_rank_aim(const float chances[DG_AIM_COUNT], const struct dg_reading *rules)
{
    enum dg_aim best = DG_AIM_NONE;
    float most = -1e9f;
    for (enum dg_aim aim = DG_AIM_NONE; aim < DG_AIM_COUNT; aim++) {
        float sure = logf(chances[aim] + DG_AIM_LEAST);
        const char *name = dg_aim_intent(aim);
        size_t at = name ? find(rules->intents, rules->intent_count, name) : 0;
        if (!name)
            sure += rules->intent_count ? DG_AIM_FOUND : DG_AIM_SILENT;
        else if (at < rules->intent_count)
            sure += at == 0 ? DG_AIM_FIRST : DG_AIM_LISTED;
        if (sure > most) {
            most = sure;
            best = aim;
        }
    }
    if (!rules->intent_count && chances[best] < DG_AIM_PLAIN)
        return DG_AIM_NONE;
    return best;
}

bool dg_rank_hint(struct dg_hint *out, enum dg_aim aim)
{
    static const char *const activities[DG_AIM_COUNT] = {
        [DG_AIM_RIDE] = "ride",
        [DG_AIM_RESTAURANT] = "meal",
        [DG_AIM_HOTEL] = "hotel",
        [DG_AIM_FLIGHT] = "flight",
        [DG_AIM_TRAIN] = "train",
        [DG_AIM_BUS] = "bus",
        [DG_AIM_EVENT] = "show",
        [DG_AIM_ROUTE] = "drive",
    };
    *out = (struct dg_hint){ .moves = aim == DG_AIM_UPDATE, .removes = aim == DG_AIM_CANCEL };
    if (activities[aim])
        out->activity = dg_activity_find(dg_str_of(activities[aim]));
    else if (aim == DG_AIM_CREATE)
        out->activity = dg_activity_none();
    return out->activity || out->moves || out->removes;
}

bool dg_rank_raise(struct dg_intent *intents, size_t count, const char *name)
{
    size_t at = find(intents, count, name);
    if (at >= count)
        return false;
    double sure = intents[0].confidence;
    intents[0].confidence = intents[at].confidence;
    intents[at].confidence = sure;
    dg_rank_sort(intents, count);
    return true;
}

/* The best chance that any intent of each plan has of being what is asked for. */
static void weigh_plans(
        float best[DG_TOPICS_MAX], const struct dg_intent *intents, size_t count, const float chances[DG_AIM_COUNT])
{
    for (size_t i = 0; i < count; i++) {
        enum dg_aim aim = dg_aim_find(dg_str_of(intents[i].schema->name));
        float *of_plan = &best[intents[i].plan];
        if (aim < DG_AIM_COUNT)
            *of_plan = fmaxf(*of_plan, chances[aim]);
    }
}

void dg_rank_calibrate(struct dg_intent *intents, size_t count, const float chances[DG_AIM_COUNT])
{
    float of_plan[DG_TOPICS_MAX] = { 0 };
    double least = DG_WEIGHT_CEILING;
    double none = fmax(0, (double)chances[DG_AIM_NONE] - DG_CALIBRATED_NONE_OFTEN);
    weigh_plans(of_plan, intents, count, chances);
    for (size_t i = 0; i < count; i++) {
        double sure = DG_CALIBRATED_BASE + DG_CALIBRATED_SCORE * intents[i].confidence +
                DG_CALIBRATED_AIM * (double)of_plan[intents[i].plan] + DG_CALIBRATED_NONE * none;
        least = fmin(least, sure);
        intents[i].confidence = least;
    }
}

void dg_rank_sort(struct dg_intent *intents, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct dg_intent it = intents[i];
        size_t k = i;
        for (; k > 0 && intents[k - 1].confidence < it.confidence; k--)
            intents[k] = intents[k - 1];
        intents[k] = it;
    }
}
