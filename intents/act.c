#include "intents/act.h"

#include "intents/act_decide.h"
#include "intents/act_note.h"
#include "intents/clause.h"
#include "intents/letters.h"
#include "intents/remind.h"
#include "intents/utf8.h"

#include <assert.h>

enum { WORDS_AT_ONCE = 24 };

const char *dg_act_name(enum dg_act act)
{
    static const char *const names[] = {
        [DG_ACT_INFORM] = "inform",
        [DG_ACT_PROPOSE] = "propose",
        [DG_ACT_ACCEPT] = "accept",
        [DG_ACT_REJECT] = "reject",
        [DG_ACT_ASK] = "ask",
        [DG_ACT_RETRACT] = "retract",
        [DG_ACT_PAST] = "past",
        [DG_ACT_UNREAL] = "unreal",
    };
    return names[act];
}

/* Two walks over the clause: what is done together, and what is said of it. "book a table" is both. */
enum walk { WALK_ACTS, WALK_TOPICS, WALKS };

static bool walks(enum walk walk, enum dg_word_class class)
{
    if (walk == WALK_TOPICS)
        return class == DG_W_ACTIVITY || class == DG_W_TASK || class == DG_W_ACT_BESIDE || class == DG_W_ACT_AIM;
    return (class >= DG_W_ACT_ACCEPT && class <= DG_W_ACT_SELF) || class == DG_W_ACT_ALONE;
}

/* 的会: of an entry, where a time is said and a word that calls it off, moves it or asks about it follows (真的会 is none). */
static bool is_put_off(const struct dg_act_reader *r, uint32_t end)
{
    static const enum dg_word_class off[] = { DG_W_ACT_CANCEL, DG_W_ACT_CHANGE, DG_W_ACT_SHIFT, DG_W_ACT_PROPOSE };
    struct dg_word word;
    for (size_t i = 0; dg_clause_names_time(r->clause) && i < sizeof off / sizeof off[0]; i++) {
        bool found = dg_lexicon_longest(r->lexicon, DG_IN_ANY, off[i], r->text->folded, end, &word);
        if (found && (off[i] != DG_W_ACT_PROPOSE || dg_str_is(dg_word_column(&word, 0), "asked"))) /* 的会还开吗 */
            return true;
    }
    return false;
}

/* 漫咖啡旁边, 电影院对面: what something is beside is not done. */
static bool is_landmark(const struct dg_act_reader *r, uint32_t at, uint32_t end)
{
    struct dg_word word;
    struct dg_str folded = r->text->folded;
    bool longer = dg_lexicon_longest(r->lexicon, DG_IN_ZH, DG_W_PLACE_NOUN, folded, at, &word) && at + word.len > end;
    size_t after = longer ? at + word.len : end;
    return dg_lexicon_longest(r->lexicon, DG_IN_ZH, DG_W_PLACE_AFTER, folded, after, &word) &&
            dg_str_is(dg_word_column(&word, 0), "near");
}

/* "Room B": a letter that is no word. */
static bool is_lettered(struct dg_str folded, uint32_t end)
{
    bool letter =
            end + 1 < folded.len && folded.at[end] == ' ' && folded.at[end + 1] >= 'b' && folded.at[end + 1] <= 'h';
    return letter && !dg_is_letter(folded, end + 2) && !dg_is_digit(folded, end + 2);
}

/* "Room 4" is where one meets, no room to sleep in; "hotel 4 nights" counts. */
static bool is_numbered(const struct dg_act_reader *r, uint32_t end, const struct dg_word *word)
{
    const struct dg_clause *c = r->clause;
    bool number = is_lettered(r->text->folded, end);
    for (size_t i = 0; i < c->mention_count && c->mentions[i].start <= end + 1; i++)
        number = number || (c->mentions[i].type == DG_M_NUMBER && c->mentions[i].start == end + 1);
    return number && dg_activity_find(dg_word_column(word, 0))->family == DG_FAMILY_STAY;
}

/* A name of one character counts only next to a value or the end: 从广州飞, but not 飞驰. */
static bool stands_alone(const struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    const struct dg_clause *c = r->clause;
    uint32_t end = at + (uint32_t)word->len;
    if (word->class == DG_W_ACTIVITY && dg_act_is_led(r, at, word->len))
        return is_put_off(r, end);
    if (word->class == DG_W_ACTIVITY && is_landmark(r, at, end))
        return false;
    if (word->class == DG_W_ACTIVITY && is_numbered(r, end, word))
        return false;
    if (word->class != DG_W_ACTIVITY || !dg_act_is_one_codepoint(r, at, word->len) || end >= r->last)
        return true;
    for (size_t i = 0; i < c->mention_count && c->mentions[i].start <= end; i++) {
        const struct dg_mention *m = &c->mentions[i];
        bool unknown = m->type == DG_M_PLACE && m->value.place.kind == DG_PLACE_UNKNOWN;
        if (m->start == end && !unknown)
            return true;
    }
    return false;
}

/* Eurostar, National Express: written like a place. */
static bool is_carrier(const struct dg_word *word)
{
    if (word->class != DG_W_ACTIVITY || dg_word_number(word, 1, 1) != DG_ACT_STRENGTH_ASKS)
        return false;
    return dg_activity_is_journey(dg_activity_find(dg_word_column(word, 0))->family);
}

/* In a place or a name no word counts, in other mentions only longer names of activities: the "lunch" of a time. */
static bool counts(const struct dg_act_reader *r, uint32_t at, const struct dg_word *word, enum walk walk,
        const struct dg_mention *in)
{
    if (!walks(walk, word->class) || at + word->len > r->clause->end || !stands_alone(r, at, word))
        return false;
    if (!in)
        return true;
    bool carrier = at == in->start && at + word->len == in->end && is_carrier(word);
    bool named = (in->type == DG_M_PLACE && !carrier) || in->type == DG_M_PERSON;
    bool puts_off = in->type == DG_M_TIME && word->class == DG_W_ACT_CANCEL; /* 改天 is a time, and a no */
    if (in->type == DG_M_TIME && word->class == DG_W_ACT_CHANGE) /* "now departs at" begins with a time */
        return at == in->start && at + word->len > in->end;
    if (in->type == DG_M_COUNT && word->class == DG_W_ACT_REQUEST) /* "book for four" says how many, and to book */
        return true;
    if (in->type == DG_M_NUMBER && word->class == DG_W_ACT_ALONE) /* "1" in a list of who comes */
        return true;
    if (puts_off)
        return at == in->start && at + word->len >= in->end;
    return !named && word->class == DG_W_ACTIVITY && !dg_act_is_one_codepoint(r, at, word->len);
}

/* Notes the longest words of the walk at `at`; returns their length, or 0. */
static size_t read_word(struct dg_act_reader *r, uint32_t at, const struct dg_word *words, size_t count, enum walk walk,
        const struct dg_mention *in)
{
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        if (words[i].len > longest && counts(r, at, &words[i], walk, in))
            longest = words[i].len;
    }
    for (size_t i = 0; longest && i < count; i++) {
        if (words[i].len == longest && counts(r, at, &words[i], walk, in))
            dg_act_note(r, at, &words[i]);
    }
    return longest;
}

static bool is_word_byte(unsigned char b)
{
    return b >= 0x80 || (b >= '0' && b <= '9') || (b >= 'a' && b <= 'z') || b == '[' || b == ']' || b == '+' ||
            b == '\'';
}

static void trim_edges(struct dg_act_reader *r)
{
    const char *at = r->text->folded.at;
    r->first = r->clause->start;
    r->last = r->clause->end;
    while (r->first < r->last && !is_word_byte((unsigned char)at[r->first]))
        r->first++;
    while (r->last > r->first && !is_word_byte((unsigned char)at[r->last - 1]))
        r->last--;
}

/* "and Lucy can't make it", 小王来不了: who is named stays away, and whoever says so does not turn anything down. */
static void drop_absent_other(struct dg_clause *c)
{
    bool named = false;
    for (size_t i = 0; i < c->mention_count; i++)
        named = named || c->mentions[i].type == DG_M_PERSON;
    if (named && (c->signals & DG_SIGNAL(LEAVE)))
        c->signals &= ~(unsigned)(DG_SIGNAL(LEAVE) | DG_SIGNAL(REJECT));
}

/* "Remind me an hour before": says when to be reminded, not of what. */
static bool only_reminds(const struct dg_act_reader *r)
{
    const struct dg_clause *c = r->clause;
    bool ahead = false;
    for (size_t i = 0; i < c->mention_count; i++) {
        bool this = dg_remind_is_ahead(r->text, r->lexicon, &c->mentions[i]);
        if (c->mentions[i].type == DG_M_TIME && !this)
            return false;
        ahead = ahead || this;
    }
    return ahead && c->activity && strcmp(c->activity->name, "reminder") == 0;
}

static void read_clause(struct dg_act_reader *r)
{
#define SAID(n) \
    DG_CLASS_RANGE(n, DG_W_ACT_ACCEPT, DG_W_ACT_SELF) \
    DG_CLASS(n, DG_W_ACT_ALONE) \
    DG_CLASS(n, DG_W_ACT_BESIDE) DG_CLASS(n, DG_W_ACT_AIM) DG_CLASS(n, DG_W_ACTIVITY) DG_CLASS(n, DG_W_TASK)
    static const struct dg_classes said = DG_CLASSES(SAID);
#undef SAID
    struct dg_clause *c = r->clause;
    struct dg_str folded = r->text->folded;
    size_t next = 0, len, free_from[WALKS] = { c->start, c->start };
    assert(c->mentions || c->mention_count == 0);
    trim_edges(r);
    for (uint32_t at = c->start; at < c->end; at += (uint32_t)len) {
        struct dg_word words[WORDS_AT_ONCE];
        size_t count = dg_lexicon_match_in(r->lexicon, DG_IN_ANY, &said, folded, at, words, WORDS_AT_ONCE);
        while (next < c->mention_count && c->mentions[next].end <= at)
            next++;
        const struct dg_mention *in =
                next < c->mention_count && c->mentions[next].start <= at ? &c->mentions[next] : NULL;
        for (enum walk walk = WALK_ACTS; walk < WALKS; walk++) {
            if (at >= free_from[walk])
                free_from[walk] = at + read_word(r, at, words, count, walk, in);
        }
        dg_utf8_at(folded, at, &len);
    }
    drop_absent_other(c);
    if (only_reminds(r)) {
        c->activity = NULL;
        c->activity_strength = 0;
    }
    c->act = dg_clause_act(&(struct dg_said){ .clause = c, .first = r->first, .not_end = r->not_end });
}

/* The mentions that start in the clause; `next` walks forward over the message's. */
static void take_mentions(struct dg_clause *c, struct dg_mentions mentions, size_t *next)
{
    while (*next < mentions.count && mentions.at[*next].start < c->start)
        ++*next;
    c->mentions = mentions.count ? mentions.at + *next : NULL;
    for (; *next < mentions.count && mentions.at[*next].start < c->end; ++*next)
        c->mention_count++;
}

static uint32_t skip_marks(struct dg_str folded, uint32_t at)
{
    while (at < folded.len && !is_word_byte((unsigned char)folded.at[at]))
        at++;
    return at;
}

bool dg_act_clauses(struct dg_clauses *out, const struct dg_text *text, uint32_t message, struct dg_mentions mentions,
        const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    size_t room = 0, next = 0;
    *out = (struct dg_clauses){ 0 };
    struct dg_mentions rest = mentions;
    for (uint32_t at = skip_marks(text->folded, 0); at < text->folded.len; at = skip_marks(text->folded, at)) {
        if (out->count == room) {
            size_t wider = room ? room * 2 : 8;
            struct dg_clause *more = dg_arena_array(arena, wider, sizeof *more);
            if (!more)
                return false;
            if (room)
                memcpy(more, out->at, room * sizeof *more);
            out->at = more;
            room = wider;
        }
        struct dg_clause *c = &out->at[out->count++];
        *c = (struct dg_clause){ .message = message, .start = at, .back_at = UINT32_MAX };
        c->end = dg_clause_end(text, at, rest, lexicon, &c->question);
        take_mentions(c, mentions, &next);
        if (next > 0)
            rest = (struct dg_mentions){ .at = mentions.at + next, .count = mentions.count - next };
        read_clause(&(struct dg_act_reader){ .text = text, .lexicon = lexicon, .clause = c });
        at = c->end > at ? c->end : at + 1;
    }
    if (out->count)
        dg_arena_trim(arena, out->at, out->count * sizeof *out->at);
    return true;
}
