#include "intents/plan.h"

#include "intents/plan_days.h"
#include "intents/utf8.h"

static bool settle_several(struct dg_slot *slots, size_t *count, const struct dg_planner *p,
        const struct dg_settled *out, enum dg_field field, const char *name)
{
    const struct dg_stance *found[DG_SEVERAL_MAX];
    size_t n = 0;
    int32_t at = out->topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && n < DG_SEVERAL_MAX && looked < 4 * DG_SEVERAL_MAX; looked++) {
        const struct dg_stance *s = &p->topics->stances[at];
        if (s->status == DG_AGREED || s->status == DG_PROPOSED)
            found[n++] = s;
        at = s->older;
    }
    for (*count = 0; *count < n; ++*count) {
        if (!dg_plan_slot(&slots[*count], p, found[n - 1 - *count], name, out->activity, NULL))
            return false;
        slots[*count].many = true;
    }
    return true;
}

/* Whether a later word on the field than `now` waits for an answer. */
static bool is_open(const struct dg_planner *p, const struct dg_topic *topic, const struct dg_stance *now)
{
    const struct dg_stance *newest = dg_topic_newest(p->topics, topic, now->field);
    return newest != now && newest->status == DG_PROPOSED && !newest->merged;
}

static bool was_moved(const struct dg_planner *p, const struct dg_stance *now)
{
    size_t fresh = p->heard->talk->remembered;
    return now->message >= fresh && now->older != DG_NO_STANCE && p->topics->stances[now->older].message < fresh;
}

static bool settle_field(struct dg_settled *out, const struct dg_planner *p, enum dg_field field)
{
    const struct dg_stance *s = dg_topic_current(p->topics, out->topic, field);
    const struct dg_instant *after = NULL;
    if (!s)
        return true;
    if (field == DG_F_UNTIL && out->has[DG_F_TIME] && out->fields[DG_F_TIME].value.time.has_start)
        after = &out->fields[DG_F_TIME].value.time.start;
    out->has[field] = true;
    out->open |= is_open(p, out->topic, s) ? DG_FIELD(field) : 0;
    out->moved |= was_moved(p, s) ? DG_FIELD(field) : 0;
    if (!dg_plan_slot(&out->fields[field], p, s, NULL, out->activity, after))
        return false;
    bool nothing = s->when && !out->fields[field].value.time.has_start && !out->fields[field].value.time.recurrence.len;
    out->has[field] = !nothing;
    return true;
}

static bool is_between_two(const struct dg_heard *heard)
{
    for (size_t i = 0; i < heard->talk->count; i++) {
        if (heard->speakers[i] > 1)
            return false;
    }
    return true;
}

/* How many the plan that was talked of before is for, or else any plan of a talk between two. */
static const struct dg_stance *party_elsewhere(const struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_topics *all = p->topics;
    const struct dg_stance *s = NULL;
    if (out->topic->before >= 0)
        s = dg_topic_current(all, &all->at[out->topic->before], DG_F_PEOPLE);
    for (size_t i = all->count; !s && is_between_two(p->heard) && i-- > 0;) {
        s = all->at[i].called_off ? NULL : dg_topic_current(all, &all->at[i], DG_F_PEOPLE);
        if (!s && !all->at[i].called_off)
            s = dg_topic_current(all, &all->at[i], DG_F_TICKETS);
    }
    return s;
}

/* Who eats together rides together, unless somebody says otherwise. */
static bool take_party(struct dg_settled *out, const struct dg_planner *p)
{
    enum dg_family f = out->activity->family;
    bool counts = f == DG_FAMILY_RIDE || f == DG_FAMILY_MEAL || f == DG_FAMILY_STAY || dg_activity_is_journey(f);
    if (!counts || out->has[DG_F_PEOPLE] || out->has[DG_F_TICKETS])
        return true;
    const struct dg_stance *s = party_elsewhere(out, p);
    if (!s)
        return true;
    if (!dg_plan_slot(&out->fields[DG_F_PEOPLE], p, s, NULL, out->activity, NULL))
        return false;
    out->fields[DG_F_PEOPLE].status = DG_INFERRED;
    out->has[DG_F_PEOPLE] = true;
    return true;
}

static double count_bits(uint64_t set)
{
    double n = 0;
    for (; set; set &= set - 1)
        n++;
    return n;
}

/* In a group where people said that they are in or out, as many come as are for it. */
static void count_heads(struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_topic *topic = out->topic;
    uint64_t in = (topic->speakers | topic->joined) & ~topic->left;
    bool counted = (topic->joined || topic->left) && topic->accepted && p->heard->speaker_count > 2;
    bool told = out->has[DG_F_PEOPLE] || out->has[DG_F_TICKETS];
    if (!counted || told || count_bits(in) < 2)
        return;
    out->has[DG_F_PEOPLE] = true;
    out->fields[DG_F_PEOPLE] = (struct dg_slot){ .value = { .kind = DG_COUNT, .count = count_bits(in) },
        .text = { "", 0 },
        .status = DG_INFERRED,
        .by_message = -1 };
}

/* A film at 8:10 is in the evening, also where nobody said that it is a film before its hour was read. */
static bool settle_kind(struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_activity *kind = dg_plan_kind(out, p);
    bool later = kind->typical_hour != out->activity->typical_hour;
    out->activity = kind;
    return !later || settle_field(out, p, DG_F_TIME);
}

/* "Dune at the Music Box", 松林乐队 在MAO: of two names in one breath the first is what is shown. */
static const struct dg_stance *shown_there(const struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_stance *now = dg_topic_current(p->topics, out->topic, DG_F_VENUE);
    const struct dg_stance *before = now && now->older != DG_NO_STANCE ? &p->topics->stances[now->older] : NULL;
    bool pair = before && before->message == now->message && before->from[0]->start < now->from[0]->start;
    bool there = pair && now->from[0]->role == DG_ROLE_AT && before->from[0]->role == DG_ROLE_NONE;
    return there && before->value.place.kind <= DG_PLACE_VENUE ? before : NULL;
}

static bool settle_title(struct dg_settled *out, const struct dg_planner *p)
{
    bool open = out->activity->family == DG_FAMILY_SHOW && !out->has[DG_F_TITLE];
    const struct dg_stance *s = open ? shown_there(out, p) : NULL;
    struct dg_slot *title = &out->fields[DG_F_TITLE];
    if (!s)
        return true;
    if (!dg_plan_slot(title, p, s, NULL, out->activity, NULL))
        return false;
    title->value = (struct dg_value){ .kind = DG_TEXT, .text = s->value.place.name };
    title->status = out->fields[DG_F_VENUE].status;
    title->by_message = -1;
    out->has[DG_F_TITLE] = true;
    return true;
}

/* 湘菜 … 太辣了 去粤菜馆吧: what another house's name says replaces what was wanted to eat before. */
static void drop_other_cuisine(struct dg_settled *out, const struct dg_planner *p)
{
    const struct dg_stance *venue = dg_topic_current(p->topics, out->topic, DG_F_VENUE),
                           *wish = dg_topic_current(p->topics, out->topic, DG_F_CUISINE);
    if (!venue || !wish || wish->message >= venue->message)
        return;
    const struct dg_mention *m = venue->from[0], *w = wish->from[0];
    struct dg_str name = dg_str_cut(p->texts[m->message].folded, m->start, m->end),
                  wanted = dg_str_cut(p->texts[w->message].folded, w->start, w->end);
    struct dg_word word;
    for (size_t at = 0, len; at < name.len; at += len) {
        dg_utf8_at(name, at, &len);
        bool other = dg_lexicon_longest(p->lexicon, DG_IN_ANY, DG_W_TOPIC_CUISINE, name, at, &word) &&
                !dg_same_name(dg_str_cut(name, at, at + word.len), wanted);
        out->has[DG_F_CUISINE] = out->has[DG_F_CUISINE] && !other;
    }
}

bool dg_plan_settle(struct dg_settled *out, const struct dg_planner *p, const struct dg_topic *topic)
{
    *out = (struct dg_settled){ .topic = topic, .activity = topic->activity };
    for (int f = 0; f < DG_F_COUNT; f++) {
        bool several = f == DG_F_STOP || f == DG_F_WHO;
        if (!several && !settle_field(out, p, (enum dg_field)f))
            return false;
    }
    count_heads(out, p);
    drop_other_cuisine(out, p);
    if (!settle_kind(out, p) || !settle_title(out, p))
        return false;
    out->activity = dg_plan_activity(out);
    if (!dg_plan_settle_days(out, p) || !take_party(out, p))
        return false;
    return settle_several(out->stops, &out->stop_count, p, out, DG_F_STOP, "stops") &&
            settle_several(out->people, &out->people_count, p, out, DG_F_WHO, "attendees");
}

static void add(struct dg_plan *plan, struct dg_slot *slots, const struct dg_slot *slot, const char *name)
{
    slots[plan->slot_count] = *slot;
    slots[plan->slot_count++].name = name;
}

bool dg_plan_write(struct dg_plan *out, const struct dg_planner *p, const struct dg_settled *s)
{
    struct dg_slot *slots = dg_arena_array(p->arena, 3 + DG_SEVERAL_MAX, sizeof *slots);
    if (!slots)
        return false;
    *out = (struct dg_plan){ .activity = s->activity->name, .slots = slots };
    if (s->has[DG_F_TIME])
        add(out, slots, &s->fields[DG_F_TIME], "time");
    if (s->has[DG_F_VENUE])
        add(out, slots, &s->fields[DG_F_VENUE], "place");
    else if (s->has[DG_F_AREA])
        add(out, slots, &s->fields[DG_F_AREA], "place");
    if (s->has[DG_F_PEOPLE])
        add(out, slots, &s->fields[DG_F_PEOPLE], "party_size");
    for (size_t i = 0; i < s->people_count; i++)
        add(out, slots, &s->people[i], "participants");
    return true;
}

const char *dg_plan_field_name(enum dg_field field)
{
    static const char *const names[DG_F_COUNT] = {
        [DG_F_TIME] = "time",
        [DG_F_UNTIL] = "return",
        [DG_F_OLD_TIME] = "time",
        [DG_F_VENUE] = "place",
        [DG_F_AREA] = "place",
        [DG_F_ORIGIN] = "origin",
        [DG_F_STOP] = "stops",
        [DG_F_PEOPLE] = "party_size",
        [DG_F_TICKETS] = "tickets",
        [DG_F_ROOMS] = "rooms",
        [DG_F_NIGHTS] = "nights",
        [DG_F_STARS] = "stars",
        [DG_F_BUDGET] = "budget",
        [DG_F_CUISINE] = "cuisine",
        [DG_F_TITLE] = "title",
        [DG_F_NUMBER] = "number",
        [DG_F_RIDE_TYPE] = "ride_type",
        [DG_F_SEAT] = "seat",
        [DG_F_MODE] = "mode",
        [DG_F_URL] = "url",
        [DG_F_REMINDER] = "reminder",
        [DG_F_WHO] = "participants",
    };
    return names[field];
}

static bool is_told_as_superseded(const struct dg_stance *s, const struct dg_planner *p)
{
    bool gone = s->status == DG_REJECTED || s->status == DG_SUPERSEDED;
    return gone && !s->merged && s->by_message >= (int32_t)p->heard->talk->remembered;
}

bool dg_plan_superseded(struct dg_reading *out, const struct dg_planner *p)
{
    const struct dg_topics *all = p->topics;
    size_t count = 0;
    for (size_t i = 0; i < all->stance_count; i++)
        count += is_told_as_superseded(&all->stances[i], p);
    struct dg_slot *slots = dg_arena_array(p->arena, count, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; i < all->stance_count; i++) {
        const struct dg_stance *s = &all->stances[i];
        if (!is_told_as_superseded(s, p))
            continue;
        if (!dg_plan_slot(&slots[out->superseded_count], p, s, dg_plan_field_name(s->field), all->at[s->topic].activity,
                    NULL))
            return false;
        out->superseded_count++;
    }
    out->superseded = slots;
    return true;
}
