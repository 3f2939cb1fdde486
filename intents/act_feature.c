/* The features of a message: its words by ones, twos and threes, what was found in it, what its clauses do by rule, what the
 * message before it did, and where in the talk it stands. */
#include "intents/act_review.h"
#include "intents/feature_bag.h"
#include "intents/feature_hash.h"
#include "intents/learned.h"

enum feature_kind {
    F_LAST = DG_FEATURE_KINDS,
    F_FIRST,
    F_WHOLE,
    F_FOUND,
    F_CLAUSE,
    F_ACTIVITY,
    F_TASK,
    F_ACT,
    F_FIRST_ACT,
    F_LAST_ACT,
    F_SIGNAL,
    F_ASKS,
    F_BEFORE,
    F_BEFORE_ACT,
    F_BEFORE_FORM,
    F_ANSWER,
    F_OPEN,
    F_NEW,
    F_WHERE,
    F_SPEAKERS,
    F_TALK,
    F_BYTES,
    F_WORDS
};

struct bag {
    struct dg_feature_bag all;
    uint32_t first; /* word */
    uint32_t words;
};

static void put(struct bag *b, enum feature_kind kind, uint32_t what)
{
    dg_feature_put(&b->all, kind, what);
}

/* ---- words -------------------------------------------------------------------------------------------------- */

static void put_word(struct bag *b, uint32_t word)
{
    dg_feature_put_word(&b->all, word);
    b->first = b->words++ ? b->first : word;
}

static void put_words(struct bag *b, struct dg_str text, struct dg_mentions mentions)
{
    struct dg_feature_walk walk = { .folded = text, .mentions = mentions };
    const struct dg_mention *mention;
    uint32_t word;
    b->all.last[0] = b->all.last[1] = DG_SYMBOL_EDGE;
    while (b->all.count < b->all.room && dg_feature_step(&walk, &word, &mention)) {
        put_word(b, word);
        if (mention)
            put(b, F_FOUND, (uint32_t)mention->type);
    }
    put(b, F_LAST, b->all.last[0]);
    put(b, F_FIRST, b->first);
    put_word(b, DG_SYMBOL_EDGE);
}

/* ---- what it does ------------------------------------------------------------------------------------------- */

enum dg_act dg_act_of_message(const struct dg_clauses *clauses)
{
    static const enum dg_act moves[] = { DG_ACT_UNREAL, DG_ACT_RETRACT, DG_ACT_PROPOSE, DG_ACT_REJECT, DG_ACT_ACCEPT,
        DG_ACT_ASK, DG_ACT_PAST };
    unsigned acts = 0;
    for (size_t i = 0; i < clauses->count; i++)
        acts |= 1u << clauses->at[i].act;
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        if (acts >> moves[i] & 1)
            return moves[i];
    }
    return DG_ACT_INFORM;
}

/* What a message is like to those around it. */
struct form {
    enum dg_act act;
    bool question;
    unsigned signals;
    bool finds;
};

static struct form form_of(const struct dg_hearing *hearing, size_t i)
{
    const struct dg_clauses *clauses = &hearing->heard.clauses[i];
    struct form f = { .act = dg_act_of_message(clauses), .finds = hearing->mentions[i].count > 0 };
    for (size_t k = 0; k < clauses->count; k++) {
        f.question = f.question || clauses->at[k].question;
        f.signals |= clauses->at[k].signals;
    }
    return f;
}

static void put_clauses(struct bag *b, const struct dg_clauses *clauses, const struct form *form)
{
    for (size_t k = 0; k < clauses->count; k++) {
        const struct dg_clause *c = &clauses->at[k];
        put(b, F_CLAUSE, (uint32_t)c->act << 1 | c->question);
        if (c->activity)
            put(b, F_ACTIVITY, (uint32_t)c->activity_strength);
        if (c->task.len)
            put(b, F_TASK, 1);
    }
    put(b, F_ACT, (uint32_t)form->act);
    if (clauses->count) {
        put(b, F_FIRST_ACT, (uint32_t)clauses->at[0].act);
        put(b, F_LAST_ACT, (uint32_t)clauses->at[clauses->count - 1].act);
    }
    for (unsigned bit = 0; bit < 32; bit++) {
        if (form->signals >> bit & 1)
            put(b, F_SIGNAL, bit);
    }
    put(b, F_ASKS, form->question);
}

/* ---- where it stands ---------------------------------------------------------------------------------------- */

static void put_before(struct bag *b, const struct dg_hearing *hearing, size_t i, const struct form *form)
{
    const struct dg_heard *heard = &hearing->heard;
    if (i == 0) {
        put(b, F_BEFORE, 0);
        return;
    }
    const struct form before = form_of(hearing, i - 1);
    bool same = heard->speakers[i - 1] == heard->speakers[i];
    uint32_t mine = 1 + (uint32_t)form->finds * 2 + form->question,
             theirs = (uint32_t)before.act * 4 + (uint32_t)before.question * 2 + same;
    put(b, F_BEFORE, 1 + (uint32_t)same);
    put(b, F_BEFORE, 4 + (uint32_t)before.finds);
    put(b, F_BEFORE_ACT, theirs);
    put(b, F_BEFORE_ACT, 64 + dg_feature_mix(theirs, (uint32_t)form->act));
    put(b, F_BEFORE_FORM, dg_feature_mix((uint32_t)before.question * 2 + same, mine));
    put(b, F_BEFORE_FORM, dg_feature_mix(theirs + 4, mine));
    if (before.signals & DG_SIGNAL(ASK))
        put(b, F_ANSWER, mine);
}

static uint32_t at_most(size_t number, uint32_t most)
{
    return number < most ? (uint32_t)number : most;
}

/* About how much it is: doubling. */
static uint32_t size_of(size_t number)
{
    uint32_t size = 0;
    for (; number > 2 && size < 6; number /= 2)
        size++;
    return size;
}

static void put_place(struct bag *b, const struct dg_hearing *hearing, size_t i, const struct form *form)
{
    enum { LOOK_BACK = 24 };
    const struct dg_heard *heard = &hearing->heard;
    bool open = false, spoke = false;
    for (size_t k = i > LOOK_BACK ? i - LOOK_BACK : 0; k < i; k++) {
        open = open || dg_act_of_message(&heard->clauses[k]) == DG_ACT_PROPOSE;
        spoke = spoke || heard->speakers[k] == heard->speakers[i];
    }
    put(b, F_OPEN, (uint32_t)open * 4 + (uint32_t)form->finds * 2 + form->question);
    put(b, F_NEW, spoke);
    put(b, F_WHERE, i + 1 == heard->talk->count && i > 1 ? 3 : at_most(i, 2));
    put(b, F_SPEAKERS, at_most(heard->speaker_count, 4));
    put(b, F_TALK, at_most(heard->talk->count, 4));
    put(b, F_BYTES, size_of(hearing->texts[i].folded.len / 2));
    put(b, F_WORDS, b->words < 4 ? b->words : 4 + size_of(b->words));
}

size_t dg_act_features(
        uint16_t out[DG_ACT_FEATURES_MAX], uint64_t seen[DG_ACT_ROWS / 64], const struct dg_hearing *hearing, size_t i)
{
    enum { SHORT_BYTES = 16 };
    struct bag b = { .all = { .out = out, .seen = seen, .room = DG_ACT_FEATURES_MAX, .bits = DG_ACT_BITS } };
    struct dg_str text = hearing->texts[i].folded;
    const struct form form = form_of(hearing, i);
    put_clauses(&b, &hearing->heard.clauses[i], &form);
    put_before(&b, hearing, i, &form);
    put_words(&b, text, hearing->mentions[i]);
    put_place(&b, hearing, i, &form);
    if (text.len <= SHORT_BYTES)
        put(&b, F_WHOLE, dg_feature_hash(text));
    for (size_t k = 0; k < b.all.count; k++)
        seen[out[k] >> 6] = 0;
    return b.all.count;
}
