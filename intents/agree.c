#include "intents/tracker.h"

enum { LAST_SPEAKER_BIT = 63, PENDING_MESSAGES = 4 };

uint64_t dg_agree_bit(uint32_t speaker)
{
    return 1ull << (speaker < LAST_SPEAKER_BIT ? speaker : LAST_SPEAKER_BIT);
}

uint32_t *dg_agree_speakers(const struct dg_talk *talk, struct dg_arena *arena)
{
    uint32_t *numbers = dg_arena_array(arena, talk->count, sizeof *numbers), next = 0;
    size_t *firsts = dg_arena_array(arena, talk->count, sizeof *firsts); /* the first message of each speaker */
    for (size_t i = 0; numbers && firsts && i < talk->count; i++) {
        uint32_t n = 0;
        while (n < next && !dg_str_eq(talk->messages[firsts[n]].from, talk->messages[i].from))
            n++;
        if (n == next)
            firsts[next++] = i;
        numbers[i] = n;
    }
    return firsts ? numbers : NULL;
}

static void hold(struct dg_tracker *t, const struct dg_clause *c)
{
    if (c->act != DG_ACT_INFORM && c->act != DG_ACT_PROPOSE && c->act != DG_ACT_ACCEPT)
        return;
    if (!c->mention_count)
        return;
    if (t->pending_count == DG_PENDING_MAX) {
        memmove(t->pending, t->pending + 1, (DG_PENDING_MAX - 1) * sizeof t->pending[0]);
        t->pending_count--;
    }
    t->pending[t->pending_count++] = c;
}

static bool put_pending(struct dg_tracker *t, struct dg_topic *topic)
{
    struct dg_turn_of now = t->turn;
    bool fits = true;
    for (size_t i = 0; fits && i < t->pending_count; i++) {
        const struct dg_clause *c = t->pending[i];
        const struct dg_message *m = &t->heard->talk->messages[c->message];
        if (c->message + PENDING_MESSAGES < now.message)
            continue;
        t->turn = (struct dg_turn_of){ .clause = c,
            .message = c->message,
            .speaker = t->heard->speakers[c->message],
            .nameless = !m->from.len,
            .reference = m->has_at ? m->at : t->heard->ctx->now };
        fits = dg_tracker_put(t, topic, c, DG_PROPOSED);
    }
    t->pending_count = 0;
    t->turn = now;
    return fits;
}

/* "taxi to the airport – the flight is at 9": what the ride is in time for. */
static bool is_what_a_ride_catches(const struct dg_topic *ride, const struct dg_clause *c)
{
    bool clock = false;
    for (size_t i = 0; i < c->mention_count; i++) {
        const struct dg_mention *m = &c->mentions[i];
        if (m->type != DG_M_TIME && m->type != DG_M_NUMBER)
            return false;
        clock = clock || (m->type == DG_M_TIME && dg_assign_clock_only(m));
    }
    return clock && ride->activity->family == DG_FAMILY_RIDE && dg_activity_is_journey(c->activity->family);
}

/* "can't do the 14th, my last exam is that morning": why, and no plan of its own. */
static bool is_reason(const struct dg_tracker *t, const struct dg_clause *c)
{
    enum { MARKS = DG_SIGNAL(PROPOSE) | DG_SIGNAL(REQUEST) | DG_SIGNAL(SETTLE) | DG_SIGNAL(CHANGE) };
    const struct dg_topic *focus = t->focus == DG_NO_TOPIC ? NULL : &t->topics->at[t->focus];
    bool other = focus && c->activity && c->activity->family != focus->activity->family;
    if (!other || c->act != DG_ACT_INFORM || c->question || (c->signals & MARKS))
        return false;
    return t->turned_down || is_what_a_ride_catches(focus, c) || dg_tracker_is_busy_then(t, focus, c);
}

/* "From home?" */
static bool asks_for_origin(const struct dg_clause *c)
{
    return c->question && c->mention_count == 1 && c->mentions[0].type == DG_M_PLACE &&
            c->mentions[0].role == DG_ROLE_ORIGIN;
}

static bool hear_clause(struct dg_tracker *t, const struct dg_clause *c)
{
    size_t topics = t->topics->count;
    t->turn.clause = c;
    if (c->act == DG_ACT_UNREAL || t->unreal || (c->signals & DG_SIGNAL(POLITE)) || is_reason(t, c))
        return true;
    struct dg_topic *topic = dg_tracker_topic(t, c);
    if ((c->signals & DG_SIGNAL(BACK)) && (!c->mention_count || c->question) && c->ask_about != DG_ABOUT_PEOPLE)
        t->asked_now = DG_ABOUT_BACK;
    else if (c->act == DG_ACT_ASK || (c->signals & DG_SIGNAL(ASK)))
        t->asked_now = c->ask_about;
    else if (asks_for_origin(c))
        t->asked_now = DG_ABOUT_ORIGIN;
    if (!topic) {
        hold(t, c);
        return true;
    }
    if (t->topics->count > topics && !put_pending(t, topic))
        return false;
    return dg_tracker_apply(t, topic, c);
}

static bool is_unreal(const struct dg_clauses *clauses)
{
    for (size_t i = 0; i < clauses->count; i++) {
        if (clauses->at[i].act == DG_ACT_UNREAL)
            return true;
    }
    return false;
}

/* A message with a code or a password in it comes from a machine, whatever else it says; but people tell the code of the
 * gate with the address, and a ticket that is paid for has its hour beside the code. */
static bool holds_secret(const struct dg_clauses *clauses)
{
    bool secret = false, booked = false, hour = false;
    for (size_t i = 0; i < clauses->count; i++) {
        booked = booked || (clauses->at[i].signals & DG_SIGNAL(BOOKED));
        for (size_t k = 0; k < clauses->at[i].mention_count; k++) {
            const struct dg_mention *m = &clauses->at[i].mentions[k];
            unsigned says = m->type == DG_M_TIME && m->when ? dg_when_says(m->when) : 0;
            if (m->type == DG_M_PLACE && m->value.place.kind == DG_PLACE_ADDRESS)
                return false;
            hour = hour || ((says & DG_SAYS_DAY) && (says & DG_SAYS_CLOCK));
            secret = secret || m->type == DG_M_SECRET;
        }
    }
    return secret && !(booked && hour);
}

/* "Translate to Spanish: the plumber comes at two": what follows is a text, not a plan. */
static bool dictates(const struct dg_clauses *clauses, struct dg_str folded)
{
    bool quoted = dg_str_find(folded, dg_str_of("“"), 0) >= 0 || dg_str_find(folded, dg_str_of("\""), 0) >= 0;
    for (size_t i = 0; i < clauses->count && (i == 0 || quoted); i++) { /* 把“…”翻译成英文 */
        struct dg_str task = clauses->at[i].task;
        if (dg_str_is(task, "text.translate") || dg_str_is(task, "text.compose"))
            return true;
    }
    return false;
}

static bool hear_message(struct dg_tracker *t, uint32_t i)
{
    const struct dg_message *m = &t->heard->talk->messages[i];
    const struct dg_clauses *clauses = &t->heard->clauses[i];
    t->turn = (struct dg_turn_of){ .message = i,
        .speaker = t->heard->speakers[i],
        .nameless = !m->from.len,
        .asked = t->asked,
        .reference = m->has_at ? m->at : t->heard->ctx->now };
    t->asked_now = DG_ABOUT_ANY;
    t->unreal = is_unreal(clauses) || holds_secret(clauses) || dictates(clauses, t->heard->texts[i].folded);
    t->timed = false;
    for (size_t k = 0; k < clauses->count; k++) {
        enum dg_act act = clauses->at[k].act;
        t->turn.signals |= clauses->at[k].signals;
        t->timed = t->timed || (act != DG_ACT_REJECT && act != DG_ACT_PAST && dg_clause_has_time(&clauses->at[k]));
    }
    t->booked = t->turn.signals & DG_SIGNAL(BOOKED);
    t->aside = NULL;
    t->turned_down = false;
    for (size_t k = 0; k < clauses->count; k++) {
        if (clauses->at[k].signals & DG_SIGNAL(ASIDE))
            dg_tracker_turn_aside(t, clauses, k);
        if (!hear_clause(t, &clauses->at[k]))
            return false;
        t->turned_down = clauses->at[k].act == DG_ACT_REJECT;
    }
    t->asked = t->asked_now;
    return true;
}

static bool speaks_before(const struct dg_talk *talk, struct dg_str from)
{
    for (size_t i = 0; i < talk->remembered; i++) {
        if (!talk->messages[i].from.len || dg_str_eq(talk->messages[i].from, from))
            return true;
    }
    return false;
}

size_t dg_agree_from(const struct dg_talk *talk)
{
    for (size_t i = talk->remembered; i < talk->count; i++) {
        if (!talk->messages[i].from.len || speaks_before(talk, talk->messages[i].from))
            return 0;
    }
    return talk->remembered;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "19:30" somewhere in the text. */
static bool has_late_clock(struct dg_str s)
{
    for (size_t i = 2; i + 2 < s.len; i++) {
        if (s.at[i] != ':' || !is_digit(s.at[i + 1]) || !is_digit(s.at[i + 2]))
            continue;
        bool late = (s.at[i - 2] == '1' && s.at[i - 1] >= '3' && s.at[i - 1] <= '9') ||
                (s.at[i - 2] == '2' && s.at[i - 1] >= '0' && s.at[i - 1] <= '3');
        if (late && (i < 3 || !is_digit(s.at[i - 3])))
            return true;
    }
    return false;
}

static bool writes_24_hours(const struct dg_heard *heard)
{
    for (size_t i = 0; i < heard->talk->count; i++) {
        if (has_late_clock(heard->texts[i].folded))
            return true;
    }
    return false;
}

bool dg_agree(struct dg_topics *out, const struct dg_heard *heard, const struct dg_hint *hint, struct dg_arena *arena)
{
    *out = (struct dg_topics){ .fresh = (uint32_t)heard->talk->remembered,
        .zone = heard->ctx->zone,
        .clock24 = writes_24_hours(heard),
        .texts = heard->texts,
        .lexicon = heard->lexicon,
        .arena = arena };
    struct dg_tracker t = { .topics = out, .heard = heard, .hint = hint, .focus = DG_NO_TOPIC };
    for (size_t i = dg_agree_from(heard->talk); i < heard->talk->count; i++) {
        if (heard->talk->messages[i].kind == DG_MESSAGE_SAID && !hear_message(&t, (uint32_t)i))
            return false;
    }
    return true;
}
