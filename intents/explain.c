#include "intents/explain.h"

#include "intents/catalogue.h"
#include "intents/zone.h"

/* What every step needs. */
struct teller {
    const struct dg_explain *to;
    const struct dg_planner *p;
    struct dg_arena *arena;
};

static void say(const struct teller *t, const char *step, struct dg_str text)
{
    t->to->line(t->to->owner, step, text);
}

static struct dg_str time_text(const struct teller *t, const struct dg_time *time)
{
    struct dg_str start = time->has_start ? dg_instant_print(t->arena, time->start) : time->duration;
    const char *to = time->has_end ? " to " : "";
    struct dg_str end = time->has_end ? dg_instant_print(t->arena, time->end) : (struct dg_str){ "", 0 };
    const char *repeats = time->recurrence.len ? " " : "";
    return dg_arena_print(t->arena, "%.*s%s%.*s (%s)%s%.*s", (int)start.len, start.at ? start.at : "", to, (int)end.len,
            end.at, dg_grain_name(time->grain), repeats, (int)time->recurrence.len,
            time->recurrence.at ? time->recurrence.at : "");
}

static struct dg_str value_text(const struct teller *t, const struct dg_value *v)
{
    switch (v->kind) {
    case DG_TIME:
        return time_text(t, &v->time);
    case DG_PLACE:
        return dg_arena_print(
                t->arena, "%.*s (%s)", (int)v->place.name.len, v->place.name.at, dg_place_kind_name(v->place.kind));
    case DG_COUNT:
        return dg_arena_print(t->arena, "%g", v->count);
    case DG_MONEY:
        return dg_arena_print(t->arena, "%g %.*s", v->money.amount, (int)v->money.currency.len, v->money.currency.at);
    case DG_CODE:
        return dg_arena_print(t->arena, "%.*s (%.*s)", (int)v->code.code.len, v->code.code.at, (int)v->code.scheme.len,
                v->code.scheme.at ? v->code.scheme.at : "");
    case DG_TEXT:
    case DG_PERSON:
        return v->text;
    default:
        return (struct dg_str){ "", 0 };
    }
}

/* ---- what was heard ----------------------------------------------------------------------------------------- */

static void tell_mention(const struct teller *t, const struct dg_mention *m)
{
    if (m->type == DG_M_SECRET) {
        say(t, "  found", dg_str_of("secret (not shown)"));
        return;
    }
    struct dg_str words = dg_text_words(&t->p->texts[m->message], m->start, m->end), value = value_text(t, &m->value);
    say(t, "  found",
            dg_arena_print(t->arena, "%s %.*s = %.*s", dg_mention_type_name(m->type), (int)words.len, words.at,
                    (int)value.len, value.at));
}

static void tell_clause(const struct teller *t, const struct dg_clause *c)
{
    struct dg_str words = dg_text_words(&t->p->texts[c->message], c->start, c->end);
    const char *about = c->activity && c->activity->name ? c->activity->name : "";
    say(t, "  clause",
            dg_arena_print(t->arena, "%s: %.*s%s%s%s%s%s", dg_act_name(c->act), (int)words.len, words.at,
                    c->learned ? " (learned)" : "", c->question ? " (asks)" : "", *about ? " (" : "", about,
                    *about ? ")" : ""));
}

static void tell_message(const struct teller *t, uint32_t i, struct dg_mentions mentions)
{
    const struct dg_message *m = &t->p->heard->talk->messages[i];
    bool holds_secret = false;
    for (size_t k = 0; k < mentions.count; k++)
        holds_secret = holds_secret || mentions.at[k].type == DG_M_SECRET;
    struct dg_str text = holds_secret ? dg_str_of("(holds a secret: not shown)") : m->text;
    say(t, "message",
            dg_arena_print(t->arena, "%u %.*s: %.*s", i, (int)m->from.len, m->from.at ? m->from.at : "", (int)text.len,
                    text.at ? text.at : ""));
    for (size_t k = 0; k < mentions.count; k++)
        tell_mention(t, &mentions.at[k]);
    for (size_t k = 0; !holds_secret && k < t->p->heard->clauses[i].count; k++)
        tell_clause(t, &t->p->heard->clauses[i].at[k]);
}

/* ---- what became of it -------------------------------------------------------------------------------------- */

static void tell_stance(const struct teller *t, const struct dg_stance *s)
{
    const struct dg_activity *activity = t->p->topics->at[s->topic].activity;
    struct dg_slot slot;
    if (!dg_plan_slot(&slot, t->p, s, dg_plan_field_name(s->field), activity, NULL))
        return;
    struct dg_str by =
            s->by_message >= 0 ? dg_arena_print(t->arena, " by message %d", s->by_message) : (struct dg_str){ "", 0 };
    struct dg_str value = value_text(t, &slot.value);
    say(t, s->merged ? "  merged" : "  value",
            dg_arena_print(t->arena, "%u %s.%s %.*s = %.*s: %s%.*s (message %u)", s->topic,
                    activity->name ? activity->name : "meet", slot.name, (int)slot.text.len, slot.text.at,
                    (int)value.len, value.at, dg_slot_status_name(s->status), (int)by.len, by.at, s->message));
}

static void tell_topic(const struct teller *t, size_t i)
{
    const struct dg_topic *topic = &t->p->topics->at[i];
    say(t, "plan",
            dg_arena_print(t->arena, "%zu %s%s%s%s%s%s%s", i, topic->activity->name ? topic->activity->name : "meet",
                    topic->proposed ? " proposed" : "", topic->accepted ? " accepted" : "",
                    topic->requested ? " requested" : "", topic->booked ? " booked" : "", topic->moved ? " moved" : "",
                    topic->called_off || topic->declined_by || topic->removed ? " off" : ""));
    for (size_t k = 0; k < t->p->topics->stance_count; k++) {
        if (t->p->topics->stances[k].topic == i)
            tell_stance(t, &t->p->topics->stances[k]);
    }
}

/* ---- what it came to ---------------------------------------------------------------------------------------- */

static void tell_notes(const struct teller *t, const char *step, const struct dg_note *notes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        say(t, step, dg_arena_print(t->arena, "%s: %.*s", notes[i].type, (int)notes[i].detail.len, notes[i].detail.at));
}

static void tell_intent(const struct teller *t, const struct dg_intent *it)
{
    say(t, "intent", dg_arena_print(t->arena, "%s %.2f", it->schema->name, it->confidence));
    for (size_t i = 0; i < it->slot_count; i++) {
        const struct dg_slot *s = &it->slots[i];
        struct dg_str value = value_text(t, &s->value);
        say(t, "  slot",
                dg_arena_print(t->arena, "%s = %.*s: %s", s->name, (int)value.len, value.at ? value.at : "",
                        dg_slot_status_name(s->status)));
    }
    tell_notes(t, "  question", it->questions, it->question_count);
    tell_notes(t, "  warning", it->warnings, it->warning_count);
}

static const char *or_none(const char *intent)
{
    return intent ? intent : "none";
}

/* A chance below this says nothing to a reader. */
static const float WORTH_TELLING = 0.05f;

static void tell_decision(const struct teller *t, const struct dg_aim_decision *d)
{
    say(t, "aim", dg_arena_print(t->arena, "%s (by rule %s)", or_none(dg_aim_intent(d->aim)), or_none(d->by_rules)));
    for (enum dg_aim aim = DG_AIM_NONE; aim < DG_AIM_COUNT; aim++) {
        if (d->chances[aim] >= WORTH_TELLING)
            say(t, "  learned",
                    dg_arena_print(t->arena, "%s %.2f", or_none(dg_aim_intent(aim)), (double)d->chances[aim]));
    }
}

void dg_explain_tell(const struct dg_explain *to, const struct dg_planner *p, const struct dg_mentions *mentions,
        const struct dg_aim_decision *decision, const struct dg_reading *reading)
{
    struct teller t = { to, p, p->arena };
    say(&t, "language", dg_str_of(dg_language_tag(reading->language)));
    for (size_t i = 0; i < p->heard->talk->count; i++)
        tell_message(&t, (uint32_t)i, mentions[i]);
    for (size_t i = 0; i < p->topics->count; i++)
        tell_topic(&t, i);
    tell_decision(&t, decision);
    for (size_t i = 0; i < reading->intent_count; i++)
        tell_intent(&t, &reading->intents[i]);
}
