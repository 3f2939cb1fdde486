#include "intents/task.h"

#include "intents/catalogue.h"
#include "intents/fill.h"
#include "intents/task_text.h"
#include "intents/weights.h"

/* Where the intents go. */
struct hand {
    struct dg_reading *out;
    struct dg_intent *intents;
    const struct dg_planner *p;
    size_t added;
};

/* Readings count from the message after those remembered. */
static uint32_t remembered(const struct hand *h)
{
    return (uint32_t)h->p->heard->talk->remembered;
}

static struct dg_intent *start(struct hand *h, const char *name, double confidence)
{
    if (h->added == DG_TASKS_MAX)
        return NULL;
    struct dg_slot *slots = dg_arena_array(h->p->arena, DG_SLOTS_MAX, sizeof *slots);
    if (!slots)
        return NULL;
    struct dg_intent *it = &h->intents[h->out->intent_count++];
    h->added++;
    *it = (struct dg_intent){ .schema = dg_catalogue_find(dg_str_of(name)), .confidence = confidence, .slots = slots };
    return it;
}

static void add(struct hand *h, struct dg_intent *it, const char *name, struct dg_value value, struct dg_span where,
        struct dg_str text)
{
    struct dg_span *span = dg_arena_alloc(h->p->arena, sizeof *span);
    struct dg_slot *slot = (struct dg_slot *)&it->slots[it->slot_count];
    if (!span)
        return;
    *span = where;
    *slot = (struct dg_slot){ .name = name,
        .value = value,
        .text = text,
        .status = DG_AGREED,
        .spans = span,
        .span_count = 1,
        .by_message = -1 };
    it->slot_count++;
}

static void add_mention(struct hand *h, struct dg_intent *it, const char *name, const struct dg_mention *m)
{
    const struct dg_text *text = &h->p->texts[m->message];
    add(h, it, name, m->value, dg_text_span(text, m->message - remembered(h), m->start, m->end),
            dg_text_words(text, m->start, m->end));
}

static bool is_parcel(const struct dg_mention *m)
{
    return m->type == DG_M_CODE && m->unit &&
            (strcmp(m->unit, "parcel") == 0 || strcmp(m->unit, "bad-check-digit") == 0);
}

static bool track(struct hand *h, const struct dg_mention *m)
{
    struct dg_intent *it = start(h, "parcel.track", DG_WEIGHT_TASK);
    if (!it)
        return false;
    add_mention(h, it, "number", m);
    if (m->value.code.scheme.len && !dg_str_is(m->value.code.scheme, "parcel")) {
        struct dg_value carrier = { .kind = DG_TEXT, .text = m->value.code.scheme };
        add(h, it, "carrier", carrier, it->slots[0].spans[0], it->slots[0].text); /* the number says it */
    }
    return dg_fill_missing(it, h->p->arena);
}

/* The clause of message `i` that asks for the task, or NULL. */
static const struct dg_clause *asking(const struct hand *h, size_t i, const char *task)
{
    const struct dg_clauses *clauses = &h->p->heard->clauses[i];
    for (size_t k = 0; k < clauses->count; k++) {
        if (dg_str_starts(clauses->at[k].task, task))
            return &clauses->at[k];
    }
    return NULL;
}

/* The last of them: "what does it mean? translate it". */
static const struct dg_clause *asking_last(const struct hand *h, size_t i, const char *task)
{
    const struct dg_clauses *clauses = &h->p->heard->clauses[i];
    for (size_t k = clauses->count; k-- > 0;) {
        if (dg_str_starts(clauses->at[k].task, task))
            return &clauses->at[k];
    }
    return NULL;
}

static const struct dg_mention *of_type(struct dg_mentions mentions, enum dg_mention_type type)
{
    for (size_t i = 0; i < mentions.count; i++) {
        if (mentions.at[i].type == type)
            return mentions.at + i;
    }
    return NULL;
}

static bool call(struct hand *h, struct dg_mentions mentions, const struct dg_mention *phone)
{
    struct dg_intent *it = start(h, "contact.call", DG_WEIGHT_TASK);
    const struct dg_mention *who = of_type(mentions, DG_M_PERSON);
    if (!it)
        return false;
    add_mention(h, it, "number", phone);
    if (who) {
        add_mention(h, it, "name", who);
    }
    return dg_fill_missing(it, h->p->arena);
}

/* A word of the class in the asking message, but not in the text of `not_in`: into which language, in what style. */
static void add_word(struct hand *h, struct dg_intent *it, const char *slot, enum dg_word_class class,
        const struct dg_clause *c, const struct dg_task_text *not_in)
{
    const struct dg_text *text = &h->p->texts[c->message];
    struct dg_task_text found = { .message = c->message };
    if (!dg_schema_slot(it->schema, slot) || !dg_task_word(&found, text, h->p->lexicon, class, not_in))
        return;
    struct dg_str words = dg_text_words(text, found.start, found.end);
    add(h, it, slot, (struct dg_value){ .kind = DG_TEXT, .text = words },
            dg_text_span(text, c->message - remembered(h), found.start, found.end), words);
}

static bool with_text(struct hand *h, const struct dg_clause *c, const char *slot)
{
    struct dg_task_text found = strcmp(slot, "query") == 0 ? dg_task_query(c, h->p->texts, remembered(h))
                                                           : dg_task_text_of(c, h->p->texts, remembered(h));
    const struct dg_text *text = &h->p->texts[found.message];
    char intent[32];
    size_t n = c->task.len < sizeof intent - 1 ? c->task.len : sizeof intent - 1;
    memcpy(intent, c->task.at, n);
    intent[n] = 0;
    struct dg_intent *it = start(h, intent, DG_WEIGHT_TASK);
    if (!it)
        return false;
    struct dg_str words = dg_str_trim(dg_text_words(text, found.start, found.end));
    struct dg_span span = dg_text_span(text, found.message - remembered(h), found.start, found.end);
    span.start_byte += (uint32_t)(words.at - (text->original.at + span.start_byte));
    span.end_byte = span.start_byte + (uint32_t)words.len;
    if (words.len)
        add(h, it, slot, (struct dg_value){ .kind = DG_TEXT, .text = words }, span, words);
    add_word(h, it, "language", DG_W_TASK_LANGUAGE, c, &found);
    add_word(h, it, "style", DG_W_TASK_STYLE, c, NULL);
    return dg_fill_missing(it, h->p->arena);
}

static bool look_up_day(struct hand *h, const struct dg_mention *mentions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct dg_mention *m = &mentions[i];
        if (m->type != DG_M_TIME || m->value.kind != DG_TIME || !m->value.time.has_start)
            continue;
        struct dg_intent *it = start(h, "calendar.query", DG_WEIGHT_TASK);
        if (!it)
            return false;
        add_mention(h, it, "time", m);
        return dg_fill_missing(it, h->p->arena);
    }
    return true;
}

static bool tasks_of_message(struct hand *h, size_t i, struct dg_mentions mentions)
{
    const struct dg_mention *phone = of_type(mentions, DG_M_PHONE);
    const struct dg_clause *c;
    if (phone && !h->out->intent_count && asking(h, i, "contact."))
        return call(h, mentions, phone);
    if ((c = asking_last(h, i, "text.")) != NULL && !h->out->intent_count)
        return with_text(h, c, "text");
    if ((c = asking(h, i, "web.")) != NULL && !h->out->intent_count)
        return with_text(h, c, "query");
    if ((c = asking(h, i, "calendar.")) != NULL)
        return look_up_day(h, c->mentions, c->mention_count);
    return true;
}

static bool parcels_of_message(struct hand *h, struct dg_mentions mentions)
{
    for (size_t i = 0; i < mentions.count && h->added < DG_TASKS_MAX; i++) {
        if (is_parcel(&mentions.at[i]))
            return track(h, &mentions.at[i]);
    }
    return true;
}

bool dg_task_find(struct dg_reading *out, struct dg_intent *intents, const struct dg_planner *p,
        const struct dg_mentions *mentions)
{
    struct hand h = { out, intents, p, 0 };
    for (size_t i = p->heard->talk->remembered; i < p->heard->talk->count && !h.added; i++) {
        if (!parcels_of_message(&h, mentions[i]))
            return false;
    }
    for (size_t i = p->heard->talk->remembered; i < p->heard->talk->count && !h.added; i++) {
        if (!tasks_of_message(&h, i, mentions[i]))
            return false;
    }
    return true;
}

static bool guess_words(struct hand *h, const char *name, const char *slot)
{
    uint32_t last = (uint32_t)h->p->heard->talk->count - 1, len = (uint32_t)h->p->texts[last].folded.len;
    struct dg_clause whole = { .message = last, .end = len, .task = dg_str_of(name), .task_end = len };
    return with_text(h, &whole, slot);
}

bool dg_task_guess(struct dg_reading *out, struct dg_intent *intents, const struct dg_planner *p,
        const struct dg_mentions *mentions, const char *name)
{
    struct hand h = { out, intents, p, 0 };
    size_t count = p->heard->talk->count;
    if (dg_str_starts(dg_str_of(name), "text.") && count)
        return guess_words(&h, name, "text");
    if (dg_str_starts(dg_str_of(name), "web.") && count)
        return guess_words(&h, name, "query");
    bool calls = strcmp(name, "contact.call") == 0, asks = strcmp(name, "calendar.query") == 0;
    for (size_t i = p->heard->talk->remembered; i < count && !h.added; i++) {
        const struct dg_mention *phone = of_type(mentions[i], DG_M_PHONE);
        if (calls && phone && !call(&h, mentions[i], phone))
            return false;
        if (asks && !look_up_day(&h, mentions[i].at, mentions[i].count))
            return false;
    }
    return true;
}
