#include "intents/hear.h"

#include "intents/again.h"
#include "intents/name.h"
#include "intents/speaker.h"

struct listener {
    const struct dg_talk *talk;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena, *scratch; /* the second while messages are looked at, one by one */
    enum dg_language language;
    struct dg_text *texts;
    struct dg_mentions *mentions;
    struct dg_clauses *clauses;
};

/* What is quoted was said before by somebody else. */
static void drop_quoted(struct dg_clauses *clauses, const struct dg_text *text, size_t own)
{
    while (own && clauses->count && text->origin[clauses->at->start] < own) {
        clauses->at++;
        clauses->count--;
    }
}

/* The names that the talk has had so far. */
struct names {
    struct dg_name_model model;
    struct dg_name_talk heard;
    struct dg_again known;
};

static bool look_at(struct listener *r, size_t i, struct names *names)
{
    const struct dg_message *m = &r->talk->messages[i];
    struct dg_text *text = &r->texts[i];
    struct dg_lexicon words;
    if (!dg_text_fold(text, m->text, r->lexicon, r->arena) ||
            !dg_lexicon_index(&words, r->lexicon, text->folded, r->scratch))
        return false;
    struct dg_scan scan = { .text = text,
        .message = (uint32_t)i,
        .language = r->language,
        .ctx = r->ctx,
        .reference = m->has_at ? m->at : r->ctx->now,
        .lexicon = &words,
        .arena = r->arena,
        .scratch = r->scratch,
        .cuts = dg_arena_array(r->scratch, text->folded.len, sizeof *scan.cuts) };
    r->mentions[i] = dg_recognise(&scan);
    scan.before = r->mentions[i].at;
    scan.before_count = r->mentions[i].count;
    if (!dg_name_review(&r->mentions[i], &scan, &names->model, &names->heard) ||
            !dg_again_find(&names->known, &r->mentions[i], text, (uint32_t)i, r->arena) ||
            !dg_speaker_name(&r->mentions[i], r->talk, i, r->arena) ||
            !dg_act_clauses(&r->clauses[i], text, (uint32_t)i, r->mentions[i], &words, r->arena))
        return false;
    drop_quoted(&r->clauses[i], text, m->own);
    return true;
}

/* Each message by itself: its words, what they name, what they do. What only that needs is given back after each. */
static bool look_at_messages(struct listener *r)
{
    struct names names = { .model = dg_name_model_builtin() };
    size_t count = r->talk->count;
    r->texts = dg_arena_array(r->arena, count, sizeof *r->texts);
    r->mentions = dg_arena_array(r->arena, count, sizeof *r->mentions);
    r->clauses = dg_arena_array(r->arena, count, sizeof *r->clauses);
    r->scratch = dg_arena_create_like(r->arena);
    bool good = r->texts && r->mentions && r->clauses && r->scratch && dg_arena_alloc(r->scratch, 1);
    for (size_t i = 0; good && i < count; i++) {
        struct dg_mark mark = dg_arena_mark(r->scratch);
        good = look_at(r, i, &names) && !dg_arena_overflowed(r->scratch);
        dg_arena_undo(r->scratch, mark);
    }
    dg_arena_destroy(r->scratch);
    return good;
}

/* Tells somebody to do something, or proposes it. */
static bool asks_for_something(const struct dg_clauses *clauses)
{
    for (size_t k = 0; k < clauses->count; k++) {
        const struct dg_clause *c = &clauses->at[k];
        if ((c->signals & DG_SIGNAL(REQUEST)) || (c->activity && c->activity_strength >= 2 && c->act != DG_ACT_REJECT))
            return true;
    }
    return false;
}

/* To whom nothing was put forward refuses nothing: to be at the dentist's tomorrow is then a plan, not what hinders one. */
static void hear_no_refusal(struct dg_clauses *clauses)
{
    enum { SAID_NO = DG_SIGNAL(REJECT) | DG_SIGNAL(CANCEL) | DG_SIGNAL(PAST) };
    for (size_t k = 0; k < clauses->count; k++) {
        struct dg_clause *c = &clauses->at[k];
        if (c->act == DG_ACT_REJECT && (c->signals & DG_SIGNAL(BUSY)) && !(c->signals & SAID_NO))
            c->act = DG_ACT_INFORM;
    }
}

/* Who is alone refuses nobody, nor does who begins the talk and asks for something because of it. */
static void hear_who_begins(struct listener *r, const uint32_t *speakers, uint32_t speaker_count)
{
    for (size_t i = 0; i < r->talk->count && (speaker_count == 1 || speakers[i] == speakers[0]); i++) {
        if (speaker_count == 1 || asks_for_something(&r->clauses[i]))
            hear_no_refusal(&r->clauses[i]);
    }
}

bool dg_hear(struct dg_hearing *out, const struct dg_talk *talk, const struct dg_context *ctx,
        enum dg_language language, const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct listener r = { .talk = talk, .ctx = ctx, .lexicon = lexicon, .arena = arena, .language = language };
    if (!look_at_messages(&r))
        return false;
    uint32_t *speakers = dg_agree_speakers(talk, arena), count = 0;
    for (size_t i = 0; speakers && i < talk->count; i++)
        count = speakers[i] >= count ? speakers[i] + 1 : count;
    if (speakers)
        hear_who_begins(&r, speakers, count);
    *out = (struct dg_hearing){ r.texts, r.mentions, { talk, ctx, r.clauses, speakers, count, r.texts, lexicon } };
    return speakers != NULL;
}
