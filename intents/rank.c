#include "intents/rank.h"

#include "intents/weights.h"

static bool has_place(const struct dg_settled *p)
{
    return p->has[DG_F_VENUE] || p->has[DG_F_AREA];
}

static bool wanted(const struct dg_settled *p)
{
    return p->topic->requested || p->topic->accepted || p->topic->proposed;
}

static bool has_clock(const struct dg_settled *p)
{
    return p->has[DG_F_TIME] && p->fields[DG_F_TIME].value.time.has_start &&
            p->fields[DG_F_TIME].value.time.grain <= DG_GRAIN_HOUR;
}

static bool ordered(const struct dg_settled *p)
{
    return p->topic->requested || p->has[DG_F_TICKETS] || p->has[DG_F_PEOPLE] || p->has[DG_F_NUMBER];
}

/* Whether enough was said, family by family, that a person would want something done. */
static bool worth(const struct dg_settled *p)
{
    switch (p->activity->family) {
    case DG_FAMILY_NONE:
        return p->topic->accepted && p->has[DG_F_TIME] && (has_clock(p) || p->has[DG_F_VENUE]);
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
    bool entry = p->activity->family == DG_FAMILY_MEET || p->activity->family == DG_FAMILY_NONE;
    names[0] = NULL;
    if (p->topic->called_off)
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

double dg_rank_confidence(const struct dg_settled *p, const struct dg_intent *first, size_t step, bool mine)
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
