/* Times that become stances: completed from what stood there, told apart from what is only said again. */
#include "intents/assign_put.h"
#include "intents/when_node.h"

/* Of the base's words those stay that say what the new words do not. */
static void inherit_words(struct dg_stance *s, const struct dg_stance *base, unsigned said)
{
    enum { KINDS = DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_RECURRENCE };
    for (size_t i = 0; base && i < base->from_count && s->from_count + 1 < DG_SPANS_MAX; i++) {
        unsigned says = dg_when_says(base->from[i]->when);
        if ((says & DG_SAYS_CLOCK) && (said & DG_SAYS_CLOCK))
            says &= ~(unsigned)DG_SAYS_PART;
        if (says & KINDS & ~said)
            s->from[s->from_count++] = base->from[i];
    }
}

/* Where a time is completed from: the newest of its field, else the time of the topic before. */
static const struct dg_stance *base_of(const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field)
{
    const struct dg_stance *base = dg_topic_newest(all, topic, field);
    if (!base && field == DG_F_TIME && topic->moved) /* "move the 3pm on Friday to 4": on Friday */
        base = dg_topic_newest(all, topic, DG_F_OLD_TIME);
    if (!base && field == DG_F_TIME && topic->before >= 0)
        base = dg_topic_newest(all, &all->at[topic->before], field);
    return base;
}

static struct dg_when_hints hints_of(const struct dg_topics *all, const struct dg_stance *s)
{
    const struct dg_activity *activity = all->at[s->topic].activity;
    return (struct dg_when_hints){ .reference = s->reference,
        .zone = all->zone,
        .typical_hour = activity->typical_hour,
        .arranged = dg_activity_is_arranged(activity),
        .clock24 = all->clock24 };
}

struct dg_instant dg_assign_start(const struct dg_topics *all, const struct dg_stance *s, struct dg_instant otherwise)
{
    struct dg_when_hints hints = hints_of(all, s);
    struct dg_time t = s->when ? dg_when_resolve(s->when, &hints, all->arena) : s->value.time;
    return t.has_start ? t.start : otherwise;
}

/* A moment from which the day of `t` is still to come, so that its weekday means that day and no later one. */
static struct dg_instant before_day(struct dg_instant t)
{
    enum { HALF_DAY_S = 12 * 60 * 60 };
    t.utc_s -= HALF_DAY_S;
    return t;
}

/* Whether the words, taken from when they were said, lie a day or more before what stands: a weekday of the same breath. */
static bool is_days_before(const struct dg_topics *all, const struct dg_stance *base, const struct dg_mention *m)
{
    enum { DAY_S = 24 * 60 * 60 };
    struct dg_instant start = m->value.time.start;
    bool days = (dg_when_says(base->when) & DG_SAYS_DAY) && m->value.time.has_start;
    return days && start.utc_s + DAY_S <= dg_assign_start(all, base, start).utc_s;
}

static bool all_said(unsigned said)
{
    return (said & DG_SAYS_NOW) || ((said & DG_SAYS_DAY) && (said & DG_SAYS_CLOCK) && (said & DG_SAYS_MERIDIEM));
}

/* A day of some month or week, without the month or the week. */
static const struct dg_when *open_day(const struct dg_when *w)
{
    while (w &&
            (w->kind == DG_WHEN_AT || w->kind == DG_WHEN_ANCHORED || w->kind == DG_WHEN_ZONED ||
                    w->kind == DG_WHEN_RANGE))
        w = w->a;
    bool open = w && w->kind == DG_WHEN_DATE && !w->year && !w->month && (w->day || w->weekday);
    return open ? w : NULL;
}

/* "Tuesday 10 or Wednesday 11 March? – Tuesday": the weekday of a day that was put forward is that day. */
static bool take_option(
        const struct dg_topics *all, const struct dg_stance *base, struct dg_stance *s, const struct dg_mention *m)
{
    enum { LOOK_BACK = 4, DAY_S = 24 * 60 * 60, DAYS_MAX = 6 * 7 };
    const struct dg_when *day = open_day(m->when);
    if (!base || !day || !day->weekday || day->day || !m->value.time.has_start)
        return false;
    int64_t said = (m->value.time.start.utc_s + m->value.time.start.offset_s) / DAY_S;
    for (int looked = 0; looked < LOOK_BACK; looked++) {
        const struct dg_when *named = open_day(base->when);
        struct dg_instant start = dg_assign_start(all, base, s->reference);
        int64_t days = (start.utc_s + start.offset_s) / DAY_S - said;
        bool dated = base->when && !named && (dg_when_says(base->when) & DG_SAYS_DAY);
        if (dated && days >= 0 && days % 7 == 0 && days <= DAYS_MAX) {
            start.utc_s -= (start.utc_s + start.offset_s) % DAY_S;
            s->reference = before_day(start);
            return true;
        }
        if (base->older == DG_NO_STANCE)
            return false;
        base = &all->stances[base->older];
    }
    return false;
}

/* "13 February … and the 14th?": in a talk of a far day the next ones are near it. */
static void stay_near(
        const struct dg_topics *all, const struct dg_stance *base, struct dg_stance *s, const struct dg_mention *m)
{
    enum { DAY_S = 24 * 60 * 60, FAR_S = 7 * DAY_S, HALF_MONTH_S = 15 * DAY_S, HALF_WEEK_S = 3 * DAY_S };
    const struct dg_when *day = open_day(m->when);
    unsigned stands = base && base->when ? dg_when_says(base->when) : 0;
    if (!day || !(stands & (DG_SAYS_DAY | DG_SAYS_WIDE)))
        return;
    struct dg_instant start = dg_assign_start(all, base, s->reference);
    if (!(stands & DG_SAYS_DAY)) { /* 八月去，8号到10号 */
        if (day->day && start.utc_s > s->reference.utc_s)
            s->reference = start;
        return;
    }
    if (start.utc_s - s->reference.utc_s <= FAR_S)
        return;
    int64_t back_s = day->day ? HALF_MONTH_S : HALF_WEEK_S;
    if (start.utc_s - back_s > s->reference.utc_s)
        s->reference.utc_s = start.utc_s - back_s;
}

/* A repetition and the day that it begins on, said in either order: the rule stays, counted from that day. */
static bool begin_repetition(struct dg_topics *all, struct dg_stance *s, const struct dg_stance *base, unsigned said)
{
    unsigned before = dg_when_says(base->when);
    bool one_breath = base->message == s->message || (said & DG_SAYS_AFTER);
    if (!((before ^ said) & DG_SAYS_RECURRENCE) || !one_breath)
        return false;
    if (said & DG_SAYS_RECURRENCE) {
        if (before & (DG_SAYS_DAY | DG_SAYS_WIDE))
            s->reference = dg_assign_start(all, base, s->reference);
        if (!(before & DG_SAYS_DAY) && (before & DG_SAYS_WIDE))
            s->reference = before_day(s->reference); /* the first day of that week counts */
        return true;
    }
    if (said & DG_SAYS_CLOCK)
        return false;
    s->reference = before_day(dg_assign_start(all, s, s->reference)); /* that day counts */
    s->when = base->when;
    return true;
}

/* A journey's new day is not bound to the part of the day that was turned down with the old one. */
static bool starts_afresh(const struct dg_topic *topic, const struct dg_stance *base, unsigned said)
{
    return dg_activity_is_journey(topic->activity->family) && base->status == DG_REJECTED && (said & DG_SAYS_DAY);
}

const struct dg_when *dg_assign_moved(
        const struct dg_topics *all, const struct dg_stance *base, const struct dg_when *move)
{
    if (!base || !base->when)
        return NULL;
    struct dg_when_hints seen = hints_of(all, base);
    return dg_when_move(base->when, &seen, move, all->arena);
}

/* Sets what the stance says of time, completed from `base`. */
static bool compose(struct dg_topics *all, const struct dg_topic *topic, struct dg_stance *s,
        const struct dg_stance *base, const struct dg_mention *m)
{
    enum { A_WEEK_S = 7 * 24 * 60 * 60 };
    unsigned said = dg_when_says(m->when);
    s->when = m->when;
    s->from_count = 0;
    const struct dg_when *moved = said & DG_SAYS_MOVE ? dg_assign_moved(all, base, m->when) : NULL;
    if (moved || m->when->kind == DG_WHEN_MOVE) {
        s->when = moved;
        inherit_words(s, base, 0);
        s->from[s->from_count++] = m;
        return moved != NULL;
    }
    if (!base || !base->when || starts_afresh(topic, base, said) || (said & DG_SAYS_NOW))
        base = NULL;
    else if (begin_repetition(all, s, base, said))
        said = 0;
    else if (all_said(said) || (said & DG_SAYS_RECURRENCE)) {
        bool again = (said & DG_SAYS_RECURRENCE) && (dg_when_says(base->when) & DG_SAYS_RECURRENCE);
        struct dg_instant begins = again ? dg_assign_start(all, base, s->reference) : s->reference;
        if (begins.utc_s - s->reference.utc_s > A_WEEK_S)
            s->reference = before_day(begins); /* "from next week" stays said */
        if (base->message == s->message && base->field == s->field && is_days_before(all, base, m))
            s->reference = before_day(dg_assign_start(all, base, s->reference));
        base = NULL;
    } else {
        s->when = dg_when_combine(base->when, base->reference, m->when, s->reference, all->zone, all->arena);
    }
    inherit_words(s, base, said);
    s->from[s->from_count++] = m;
    return s->when != NULL;
}

/* "Tues is fine" after a full time says nothing new. */
static bool repeats_day(const struct dg_topics *all, const struct dg_stance *now, const struct dg_mention *m)
{
    enum { DAY_S = 24 * 60 * 60 };
    if (!now || now->when || (dg_when_says(m->when) & (DG_SAYS_CLOCK | DG_SAYS_PART)) || !m->value.time.has_start)
        return false;
    int64_t off = dg_assign_start(all, now, m->value.time.start).utc_s - m->value.time.start.utc_s;
    return off >= 0 && off < DAY_S;
}

/* "Had thai twice this week" after "dinner friday": a stretch around the day that stands says nothing new. */
static bool repeats_stretch(const struct dg_topics *all, const struct dg_stance *now, const struct dg_mention *m)
{
    const struct dg_time *t = &m->value.time;
    unsigned says = dg_when_says(m->when);
    bool wide = (says & DG_SAYS_WIDE) && !(says & (DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_RECURRENCE));
    if (!wide || !now || !now->when || now->status == DG_REJECTED || !(dg_when_says(now->when) & DG_SAYS_DAY) ||
            !t->has_start || !t->has_end)
        return false;
    int64_t stands = dg_assign_start(all, now, t->end).utc_s;
    return stands >= t->start.utc_s && stands < t->end.utc_s;
}

/* "6am, just you?" after 06:10 says nothing new. */
static bool repeats_hour(const struct dg_topics *all, const struct dg_stance *now, const struct dg_stance *s)
{
    enum { HOUR_S = 60 * 60 };
    if (!now || !now->when || s->status == DG_REJECTED || !(dg_when_says(now->when) & DG_SAYS_CLOCK))
        return false;
    int64_t said = dg_assign_start(all, s, s->reference).utc_s, stood = dg_assign_start(all, now, now->reference).utc_s;
    return said % HOUR_S == 0 && stood > said && stood - said < HOUR_S;
}

/* The value that stood before this breath began. */
static struct dg_stance *answered(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_stance *s)
{
    enum { LOOK_BACK = 4 };
    int32_t at = topic->newest[s->field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        if (all->stances[at].message != s->message)
            return all->stances[at].status == DG_REJECTED ? NULL : &all->stances[at];
    }
    return NULL;
}

/* "the same day", "that day": no day of its own. */
static bool is_same_day(const struct dg_topics *all, const struct dg_mention *m)
{
    struct dg_str words = dg_str_cut(all->texts[m->message].folded, m->start, m->end);
    struct dg_word word;
    return dg_lexicon_is(all->lexicon, DG_IN_ANY, DG_W_ACT_SAME, words, &word) &&
            dg_str_is(dg_word_column(&word, 0), "time");
}

/* The day that was named last in another plan. */
static const struct dg_stance *day_elsewhere(const struct dg_topics *all, const struct dg_topic *topic)
{
    const struct dg_stance *last = NULL;
    for (size_t i = 0; i < all->count; i++) {
        const struct dg_stance *s = &all->at[i] == topic ? NULL : dg_topic_current(all, &all->at[i], DG_F_TIME);
        bool named = s && s->when && (dg_when_says(s->when) & (DG_SAYS_DAY | DG_SAYS_WIDE));
        if (named && (!last || s->message > last->message))
            last = s;
    }
    return last;
}

/* The topic's own day stays; without one it is the day of the plan before. */
static bool put_same_day(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, const struct dg_mention *m)
{
    const struct dg_stance *own = dg_topic_current(all, topic, s->field), *day = day_elsewhere(all, topic);
    if (own && own->when && (dg_when_says(own->when) & (DG_SAYS_DAY | DG_SAYS_WIDE)))
        return true;
    if (!day)
        return true;
    s->when = day->when;
    s->reference = day->reference;
    s->from_count = 0;
    inherit_words(s, day, 0);
    s->from[s->from_count++] = m;
    if (own && own->when) {
        s->when = dg_when_combine(day->when, day->reference, own->when, own->reference, all->zone, all->arena);
        if (!s->when)
            return false;
    }
    return dg_topic_put(all, topic, s, false) != NULL;
}

/* "Wednesday suits me", of two days that the other put forward: to say it again, and not as a question, is a yes. */
static bool is_taken(const struct dg_topics *all, const struct dg_stance *now, const struct dg_stance *s, bool chosen)
{
    bool same = dg_assign_start(all, now, now->reference).utc_s == dg_assign_start(all, s, s->reference).utc_s;
    return now->speaker != s->speaker && !s->tentative && (chosen || same);
}

bool dg_assign_time(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, const struct dg_mention *m)
{
    const struct dg_stance *base = base_of(all, topic, s->field), *departs = dg_topic_current(all, topic, DG_F_TIME);
    if (is_same_day(all, m))
        return put_same_day(all, topic, s, m);
    bool same_field = base && base->field == s->field && base->topic == s->topic;
    if (repeats_day(all, base, m) || (same_field && repeats_stretch(all, base, m)))
        return true;
    if (s->field == DG_F_UNTIL && departs && (dg_when_says(m->when) & (DG_SAYS_DAY | DG_SAYS_WIDE))) {
        s->reference = dg_assign_start(all, departs, s->reference);
        base = NULL;
    }
    stay_near(all, base, s, m);
    bool chosen = take_option(all, base, s, m);
    if (!compose(all, topic, s, base, m))
        return m->when->kind == DG_WHEN_MOVE; /* 明晚 an hour later: what cannot be moved so stays as it was */
    bool own = base && base->field == s->field && base->topic == s->topic && base->status != DG_REJECTED;
    bool bare = m->end - m->start <= 2; /* "630 jam. 6": another hour */
    if (dg_assign_clock_only(m) && !bare && own && repeats_hour(all, base, s))
        return true;
    struct dg_stance *now = answered(all, topic, s);
    topic->accepted = topic->accepted || (now && is_taken(all, now, s, chosen));
    dg_assign_note_repetition(all, now, s);
    struct dg_stance *last = dg_topic_newest(all, topic, s->field);
    if (last && last->message == s->message && last->status != DG_REJECTED)
        last->merged = true;
    topic->touched = s->field;
    topic->touched_message = s->message;
    return dg_topic_put(all, topic, s, false) != NULL;
}
