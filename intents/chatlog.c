#include "intents/chatlog.h"

#include "intents/chatlog_build.h"
#include "intents/chatlog_kind.h"
#include "intents/chatlog_mail.h"
#include "intents/chatlog_screen.h"
#include "intents/read.h"

struct chat {
    struct dg_split *s;
    unsigned heads; /* bit per form: a message begins at such a line */
    enum dg_pairing pairs;
};

/* ---- where messages begin --------------------------------------------------------------------------------- */

/* A name and a stamp on two lines become one head: *at moves past both. */
static void pair_up(const struct chat *c, struct dg_line *head, struct dg_str *line, size_t *at, bool below_blank)
{
    bool above = c->pairs == DG_PAIRS_NAME_ABOVE && head->form == DG_LINE_WORDS && dg_line_is_name(dg_str_trim(*line));
    bool below = c->pairs == DG_PAIRS_NAME_BELOW && head->form == DG_LINE_STAMP && dg_stamp_has_year(&head->stamp);
    struct dg_str other;
    struct dg_line second;
    size_t next = *at;
    if (!(above || below) || !dg_str_line(&other, c->s->paste, &next))
        return;
    dg_line_read(&second, other, c->s->lexicon, c->s->arena);
    bool indented = other.len && other.at[0] == ' ';
    if (above && !(second.form == DG_LINE_STAMP && (below_blank || indented)))
        return;
    if (below && !(second.form == DG_LINE_WORDS && dg_line_is_name(dg_str_trim(other))))
        return;
    head->name = dg_str_trim(above ? *line : other);
    head->stamp = above ? second.stamp : head->stamp;
    head->form = DG_LINE_PAIR;
    head->body = other.len;
    *line = other;
    *at = next;
}

/* A bare clock is what the speaker goes on at (Slack), unless it is the answer itself: no words yet, or another time. */
static bool goes_on(const struct dg_split *s, const struct dg_line *head)
{
    enum { PAUSE_S = 20 * 60 };
    struct dg_instant at;
    if (!s->open || s->messages[s->count - 1].text.len == 0)
        return false;
    if (dg_stamp_is_dated(&head->stamp))
        return true;
    return s->has_at && dg_stamp_instant(&at, &head->stamp, s->rule, s->ctx->zone, s->at) && at.utc_s >= s->at.utc_s &&
            at.utc_s - s->at.utc_s <= PAUSE_S;
}

static bool is_head(const struct chat *c, const struct dg_line *head, bool below_blank)
{
    const struct dg_census *seen = &c->s->seen;
    if (head->form == DG_LINE_STAMP)
        return goes_on(c->s, head);
    if (!(c->heads & (1u << head->form)))
        return false;
    if (head->form != DG_LINE_NAME_STAMP)
        return true;
    bool spaced = seen->after_blank * 4 >= seen->forms[DG_LINE_NAME_STAMP] * 3;
    return (below_blank || !spaced) && (dg_stamp_is_dated(&head->stamp) || !seen->dated);
}

/* [5:41 PM] Ann Lee: where no line of the paste has a colon behind its bracket, a name stands there. */
static bool names_behind(const struct chat *c)
{
    return !(c->heads & (1u << DG_LINE_BRACKET));
}

static bool take_head(const struct chat *c, const struct dg_line *head, struct dg_str line)
{
    struct dg_split *s = c->s;
    struct dg_str words = dg_str_cut(line, head->form == DG_LINE_STAMP ? line.len : head->body, line.len);
    bool same_speaker = head->form == DG_LINE_BRACKET_ONLY || head->form == DG_LINE_STAMP;
    dg_split_close(s);
    dg_split_stamp(s, &head->stamp);
    if (!same_speaker)
        s->speaker = head->name;
    if (head->form == DG_LINE_BRACKET_ONLY && names_behind(c) && dg_line_is_name(dg_str_trim(words))) {
        s->speaker = dg_str_trim(words);
        words = dg_str_cut(line, line.len, line.len);
    }
    if (!dg_split_begin(s, words))
        return false;
    if (head->form == DG_LINE_DASH_ONLY) {
        s->messages[s->count - 1].kind = DG_MESSAGE_SYSTEM;
        s->open = false;
    }
    return true;
}

/* ---- what stands between ---------------------------------------------------------------------------------- */

/* A line of the app between people's lines. */
static bool take_system(struct dg_split *s, struct dg_str line)
{
    struct dg_str speaker = s->speaker;
    dg_split_close(s);
    s->speaker = (struct dg_str){ "", 0 };
    bool room = dg_split_begin(s, dg_str_trim(line));
    dg_split_close(s);
    s->speaker = speaker;
    return room;
}

static bool take_words(struct dg_split *s, const struct dg_line *head, struct dg_str line)
{
    if (head->said_by_app & DG_WORDS_SYSTEM)
        return take_system(s, line);
    if (!s->open)
        return dg_split_begin(s, line);
    dg_split_grow(s, line);
    return true;
}

static bool take_line(const struct chat *c, const struct dg_line *head, struct dg_str line, bool below_blank)
{
    struct dg_split *s = c->s;
    if (is_head(c, head, below_blank))
        return take_head(c, head, line);
    switch (head->form) {
    case DG_LINE_BLANK:
        return true;
    case DG_LINE_HEADING:
        dg_split_close(s);
        return true;
    case DG_LINE_RULE: /* within a message: below what it quotes */
        if (s->open)
            dg_split_grow(s, line);
        return true;
    case DG_LINE_DAY:
        if (s->seen.dated && !head->ruled)
            return take_words(s, head, line);
        dg_split_close(s);
        dg_split_day(s, &head->stamp);
        return true;
    default:
        return take_words(s, head, line);
    }
}

static bool take_chat(struct dg_split *s, unsigned heads)
{
    struct chat c = { .s = s, .heads = heads };
    struct dg_str line;
    struct dg_line head;
    bool below_blank = true;
    if (heads & (1u << DG_LINE_PAIR))
        c.pairs = dg_census_pairs(&s->seen);
    for (size_t at = 0; dg_str_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        pair_up(&c, &head, &line, &at, below_blank);
        if (!take_line(&c, &head, line, below_blank))
            return false;
        below_blank = head.form == DG_LINE_BLANK;
    }
    dg_split_close(s);
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static bool take_one(struct dg_split *s)
{
    struct dg_str all = dg_str_trim(s->paste);
    s->speaker = (struct dg_str){ "", 0 };
    s->has_at = false;
    if (all.len == 0)
        return true;
    bool room = dg_split_begin(s, all);
    dg_split_close(s);
    return room;
}

static bool take_mail(struct dg_split *s)
{
    struct dg_mail mail;
    if (!dg_mail_read(&mail, s->paste, s->lexicon, s->arena))
        return false;
    for (size_t i = 0; i < mail.count; i++) { /* the oldest comes first */
        const struct dg_mail_part *part = &mail.parts[mail.count - 1 - i];
        s->speaker = part->from;
        s->has_at = false;
        dg_split_stamp(s, &part->stamp);
        if (part->text.len && !dg_split_begin(s, part->text))
            return false;
        dg_split_close(s);
    }
    return true;
}

static bool take(struct dg_split *s, unsigned heads)
{
    if (heads)
        return take_chat(s, heads);
    if (dg_mail_is(s->paste, s->lexicon))
        return take_mail(s);
    return dg_screen_is(s) ? dg_screen_take(s) : take_one(s);
}

enum dg_status dg_chatlog_split(struct dg_talk *out, struct dg_str paste, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct dg_split s = { .paste = paste, .ctx = ctx, .lexicon = lexicon, .arena = arena, .today = ctx->now };
    dg_census_take(&s.seen, paste, lexicon, arena);
    unsigned heads = dg_census_heads(&s.seen);
    s.rule.day_first = dg_census_day_first(&s.seen, ctx);
    s.room = s.seen.lines < DG_MESSAGES_MAX ? s.seen.lines + 1 : DG_MESSAGES_MAX;
    s.messages = dg_arena_array(arena, s.room, sizeof *s.messages);
    if (!s.messages)
        return DG_TOO_BIG;
    bool room = take(&s, heads);
    if (room && s.count == 0) /* heads without words: it was no chat */
        room = take_one(&s);
    *out = (struct dg_talk){ .messages = s.messages, .count = s.count };
    return room && !dg_arena_overflowed(arena) ? DG_OK : DG_TOO_BIG;
}
