#include "intents/act_decide.h"

#include "intents/when.h"

#include <assert.h>

bool dg_clause_names_time(const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        if (c->mentions[i].type == DG_M_TIME)
            return true;
    }
    return false;
}

static bool carries_value(const struct dg_clause *c)
{
    assert(c->mentions || c->mention_count == 0);
    for (size_t i = 0; i < c->mention_count; i++) {
        enum dg_mention_type type = c->mentions[i].type;
        if (type != DG_M_NUMBER && type != DG_M_SECRET && type != DG_M_PERSON && type != DG_M_PERCENT)
            return true;
    }
    return false;
}

/* "Another time": no hour and no day but one that nobody can name. */
static bool is_vague(const struct dg_clause *c)
{
    bool vague = false;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_TIME && m->when && !(dg_when_says(m->when) & DG_SAYS_VAGUE))
            return false;
        vague = vague || (m->type == DG_M_TIME && m->when);
    }
    return vague;
}

static bool has_day(const struct dg_clause *c)
{
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type == DG_M_TIME && m->when && (dg_when_says(m->when) & (DG_SAYS_DAY | DG_SAYS_WIDE | DG_SAYS_PART)))
            return true;
    }
    return false;
}

/* "No practice tonight": what was to be is off. */
static bool says_no_entry(const struct dg_said *r)
{
    const struct dg_clause *c = r->clause;
    bool led = r->not_end && c->activity_start > r->not_end && c->activity_start - r->not_end == 1;
    return led && r->not_end - r->first <= DG_ACT_NOT_REACH_BYTES && c->activity->family == DG_FAMILY_MEET &&
            !c->question;
}

/* "I don't finish till 5": from when somebody is free, which is no hour that they put forward. */
static bool is_held_until(const struct dg_clause *c)
{
    bool held = (c->signals & DG_SIGNAL(SELF)) && (c->signals & DG_SIGNAL(NOT)) && !c->question;
    for (size_t i = 0; held && i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        held = m->type != DG_M_TIME || (m->when && (dg_when_says(m->when) & DG_SAYS_BEFORE));
    }
    return held && dg_clause_names_time(c);
}

/* "honestly not tonight": the only time of the clause, right behind its "not". */
static bool denies_time(const struct dg_said *r)
{
    const struct dg_clause *c = r->clause;
    bool denied = false;
    for (size_t i = 0; r->not_end && !c->question && i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type != DG_M_TIME || !m->when || (dg_when_says(m->when) & (DG_SAYS_BEFORE | DG_SAYS_AFTER)))
            return false;
        denied = m->start >= r->not_end && m->start - r->not_end <= 1;
    }
    return denied && c->mention_count == 1;
}

/* Which of its words decides what a clause does; the first that holds. */
enum dg_act dg_clause_act(const struct dg_said *r)
{
    const struct dg_clause *c = r->clause;
    unsigned s = c->signals;
    bool value = carries_value(c), offers = c->question || (s & (DG_SIGNAL(PROPOSE) | DG_SIGNAL(SETTLE)));
    if (s & (DG_SIGNAL(IF) | DG_SIGNAL(JOKE)))
        return DG_ACT_UNREAL;
    if ((s & DG_SIGNAL(CANCEL)) && is_vague(c) && c->activity)
        return DG_ACT_INFORM; /* "some day we must eat together" neither makes nor breaks a plan */
    if (c->activity && says_no_entry(r) && has_day(c))
        return DG_ACT_RETRACT;
    if ((s & DG_SIGNAL(CANCEL)) && !(c->question && (s & DG_SIGNAL(ASK))))
        return DG_ACT_RETRACT;
    if ((s & DG_SIGNAL(PAST)) && !(s & DG_SIGNAL(BOOKED)))
        return DG_ACT_PAST;
    if ((s & DG_SIGNAL(REJECT)) && !(c->question && value && !c->bare_reject))
        return DG_ACT_REJECT;
    bool ordered = (s & (DG_SIGNAL(BOOKED) | DG_SIGNAL(CHANGE))) || ((s & DG_SIGNAL(REQUEST)) && c->activity) ||
            (offers && c->activity && c->activity_strength == DG_ACT_STRENGTH_ASKS); /* 回老家坐大巴吧 */
    if ((((s & DG_SIGNAL(BUSY)) && !c->question) || is_held_until(c)) && !ordered)
        return DG_ACT_REJECT;
    if (denies_time(r))
        return DG_ACT_REJECT;
    if ((s & DG_SIGNAL(ACCEPT)) && !c->question)
        return DG_ACT_ACCEPT;
    if ((s & DG_SIGNAL(ASK)) && !value)
        return DG_ACT_ASK;
    if (offers)
        return value || c->activity ? DG_ACT_PROPOSE : DG_ACT_ASK;
    return DG_ACT_INFORM;
}
