#include "intents/chatlog.h"

#include "intents/chatlog_kind.h"
#include "intents/chatlog_line.h"
#include "intents/chatlog_mail.h"
#include "intents/read.h"
#include "intents/utf8.h"

/* What a first look at all lines says about the paste. */
struct census {
    size_t forms[DG_LINE_FORMS];
    size_t lines; /* that are not blank */
    size_t noise;
    size_t after_blank; /* lines "name stamp" below a blank one */
    bool dated; /* the first of them has a date */
    enum dg_line_form first;
    size_t longest; /* code points of the longest line of words */
    bool day_first, month_first; /* a date was seen that leaves no choice */
    struct dg_stamp open; /* the last date that leaves one */
};

struct split {
    struct dg_str paste;
    const struct dg_context *ctx;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    struct census seen;
    unsigned heads; /* bit per form: a message begins at such a line */
    struct dg_stamp_rule rule;

    struct dg_message *messages;
    size_t count, room;
    bool open; /* the last message may still grow */
    size_t open_end; /* byte of the paste at which it ends */
    struct dg_str speaker;
    bool has_at;
    struct dg_instant at;
};

static unsigned bit(enum dg_line_form form)
{
    return 1u << form;
}

/* The line at *at without its end; moves *at past it. False at the end of the text. */
static bool next_line(struct dg_str *line, struct dg_str text, size_t *at)
{
    if (*at >= text.len)
        return false;
    const char *end = memchr(text.at + *at, '\n', text.len - *at);
    size_t stop = end ? (size_t)(end - text.at) : text.len;
    *line = dg_str_cut(text, *at, stop);
    *at = stop + 1;
    if (line->len && line->at[line->len - 1] == '\r')
        line->len--;
    return true;
}

/* ---- the first look --------------------------------------------------------------------------------------- */

static bool is_noise(const struct split *s, struct dg_str line)
{
    return dg_chatlog_word(NULL, s->lexicon, DG_W_CHAT_NOISE, dg_str_trim(line));
}

static void look_at_date(struct census *seen, const struct dg_stamp *stamp)
{
    if (stamp->order != DG_ORDER_OPEN)
        return;
    seen->day_first = seen->day_first || stamp->month > 12;
    seen->month_first = seen->month_first || stamp->day > 12;
    seen->open = *stamp;
}

static bool is_dated(const struct dg_stamp *stamp)
{
    return stamp->order != DG_ORDER_NONE || stamp->has_relative || stamp->weekday;
}

static void look_at(struct split *s, const struct dg_line *head, struct dg_str line, bool below_blank)
{
    struct census *seen = &s->seen;
    if (seen->lines++ == 0)
        seen->first = head->form;
    if (head->form == DG_LINE_NAME_STAMP) {
        if (seen->forms[DG_LINE_NAME_STAMP] == 0)
            seen->dated = is_dated(&head->stamp);
        seen->after_blank += below_blank;
    }
    seen->forms[head->form]++;
    seen->noise += is_noise(s, line);
    look_at_date(seen, &head->stamp);
    size_t width = dg_utf8_codepoints(line, line.len);
    if (head->form == DG_LINE_WORDS && width > seen->longest)
        seen->longest = width;
}

static void look(struct split *s)
{
    struct dg_str line;
    struct dg_line head;
    bool below_blank = true;
    for (size_t at = 0; next_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        if (head.form != DG_LINE_BLANK)
            look_at(s, &head, line, below_blank);
        below_blank = head.form == DG_LINE_BLANK;
    }
}

/* 02/09: what the paste shows, else the region's habit, else whichever is the later day that is not ahead of now. */
static bool day_comes_first(const struct split *s)
{
    const struct census *seen = &s->seen;
    if (seen->day_first != seen->month_first)
        return seen->day_first;
    if (s->ctx->region[0])
        return strcmp(s->ctx->region, "US") != 0;
    struct dg_instant day_first, month_first;
    bool a = dg_stamp_instant(&day_first, &seen->open, (struct dg_stamp_rule){ true }, s->ctx->zone, s->ctx->now);
    bool b = dg_stamp_instant(&month_first, &seen->open, (struct dg_stamp_rule){ false }, s->ctx->zone, s->ctx->now);
    if (!a || !b)
        return a;
    bool a_past = day_first.utc_s <= s->ctx->now.utc_s, b_past = month_first.utc_s <= s->ctx->now.utc_s;
    return a_past != b_past ? a_past : day_first.utc_s >= month_first.utc_s;
}

/* "国贸绿茶 19:30" may also be said within a message: one such line is a head only where the paste begins with it. */
static bool stands_for_heads(const struct census *seen, enum dg_line_form form)
{
    return seen->forms[form] && (seen->first == form || seen->forms[form] * 4 >= seen->lines);
}

/* Which lines begin a message. Printed stamps outweigh a bare "name:", which also stands in ordinary prose. */
static unsigned choose_heads(const struct census *seen)
{
    unsigned heads = 0;
    if (seen->forms[DG_LINE_BRACKET])
        heads |= bit(DG_LINE_BRACKET) | bit(DG_LINE_BRACKET_ONLY);
    if (seen->forms[DG_LINE_DASH])
        heads |= bit(DG_LINE_DASH) | bit(DG_LINE_DASH_ONLY);
    if (seen->forms[DG_LINE_TABS])
        heads |= bit(DG_LINE_TABS);
    if (seen->forms[DG_LINE_COMMA])
        heads |= bit(DG_LINE_COMMA);
    if (!heads && stands_for_heads(seen, DG_LINE_STAMP_NAME))
        heads |= bit(DG_LINE_STAMP_NAME);
    if (!heads && stands_for_heads(seen, DG_LINE_NAME_STAMP))
        heads |= bit(DG_LINE_NAME_STAMP);
    if (!heads && seen->forms[DG_LINE_COLON] > 1 && seen->forms[DG_LINE_COLON] * 3 >= seen->lines)
        heads |= bit(DG_LINE_COLON);
    return heads;
}

/* ---- messages --------------------------------------------------------------------------------------------- */

static bool begin(struct split *s, struct dg_str text, size_t end)
{
    if (s->count == s->room)
        return false;
    struct dg_message *m = &s->messages[s->count++];
    *m = (struct dg_message){ .from = s->speaker, .text = text, .has_at = s->has_at, .at = s->at };
    s->open = true;
    s->open_end = end;
    return true;
}

/* The open message grows to byte `end` of the paste: words and the line ends between them stay one slice. */
static void grow(struct split *s, struct dg_str line, size_t end)
{
    struct dg_message *m = &s->messages[s->count - 1];
    if (m->text.len == 0)
        m->text = line;
    else
        m->text.len = (size_t)(line.at + line.len - m->text.at);
    s->open_end = end;
}

/* Trims the last message, tells its kind and drops it when nothing is left. */
static void close_message(struct split *s)
{
    if (!s->open)
        return;
    s->open = false;
    struct dg_message *m = &s->messages[s->count - 1];
    size_t own;
    m->text = dg_str_trim(m->text);
    m->kind = dg_chatlog_kind(m->text, s->lexicon, &own);
    m->text = dg_str_trim(dg_str_cut(m->text, own, m->text.len));
    if (m->text.len == 0)
        s->count--;
}

static void take_stamp(struct split *s, const struct dg_stamp *stamp)
{
    struct dg_instant at;
    if (dg_stamp_instant(&at, stamp, s->rule, s->ctx->zone, s->ctx->now)) {
        s->at = at;
        s->has_at = true;
    }
}

static bool take_head(struct split *s, const struct dg_line *head, struct dg_str line, size_t end)
{
    close_message(s);
    take_stamp(s, &head->stamp);
    bool same_speaker = head->form == DG_LINE_BRACKET_ONLY || head->form == DG_LINE_STAMP;
    if (!same_speaker)
        s->speaker = head->name;
    size_t body = head->form == DG_LINE_STAMP ? line.len : head->body;
    if (!begin(s, dg_str_cut(line, body, line.len), end))
        return false;
    if (head->form == DG_LINE_DASH_ONLY) {
        s->messages[s->count - 1].kind = DG_MESSAGE_SYSTEM;
        s->open = false;
    }
    return true;
}

/* A line of the app between people's lines. */
static bool take_system(struct split *s, struct dg_str line)
{
    close_message(s);
    struct dg_str speaker = s->speaker;
    s->speaker = (struct dg_str){ "", 0 };
    bool room = begin(s, dg_str_trim(line), 0);
    close_message(s);
    s->speaker = speaker;
    return room;
}

/* A bare clock is what the speaker goes on at (Slack), unless it is the answer itself: no words yet, or another time. */
static bool goes_on(const struct split *s, const struct dg_line *head)
{
    enum { PAUSE_S = 20 * 60 };
    struct dg_instant at;
    if (!s->open || s->messages[s->count - 1].text.len == 0)
        return false;
    if (is_dated(&head->stamp))
        return true;
    return s->has_at && dg_stamp_instant(&at, &head->stamp, s->rule, s->ctx->zone, s->at) && at.utc_s >= s->at.utc_s &&
            at.utc_s - s->at.utc_s <= PAUSE_S;
}

static bool is_head(const struct split *s, const struct dg_line *head, bool below_blank)
{
    const struct census *seen = &s->seen;
    if (head->form == DG_LINE_STAMP)
        return goes_on(s, head);
    if (!(s->heads & bit(head->form)))
        return false;
    if (head->form != DG_LINE_NAME_STAMP)
        return true;
    bool spaced = seen->after_blank * 4 >= seen->forms[DG_LINE_NAME_STAMP] * 3;
    return (below_blank || !spaced) && (is_dated(&head->stamp) || !seen->dated);
}

static bool take_line(struct split *s, const struct dg_line *head, struct dg_str line, size_t end, bool below_blank)
{
    if (head->form == DG_LINE_BLANK)
        return true;
    if (is_head(s, head, below_blank))
        return take_head(s, head, line, end);
    if (dg_chatlog_kind(dg_str_trim(line), s->lexicon, NULL) == DG_MESSAGE_SYSTEM)
        return take_system(s, line);
    if (!s->open)
        return begin(s, line, end);
    grow(s, line, end);
    return true;
}

static bool take_chat(struct split *s)
{
    struct dg_str line;
    struct dg_line head;
    bool below_blank = true;
    for (size_t at = 0; next_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        if (!take_line(s, &head, line, at, below_blank))
            return false;
        below_blank = head.form == DG_LINE_BLANK;
    }
    close_message(s);
    return true;
}

/* ---- a photographed screen -------------------------------------------------------------------------------- */

/* Whether a line fills the width of the bubbles and ends without a mark: the words go on in the next line. */
static bool runs_on(const struct split *s, struct dg_str line)
{
    enum { NARROWEST = 10 };
    static const char *const ends[] = { "。", "！", "？", "～", "…", "!", "?", ".", "~" };
    size_t width = dg_utf8_codepoints(line, line.len);
    if (width < NARROWEST || width + 1 < s->seen.longest)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(ends[i]);
        if (line.len >= len && memcmp(line.at + line.len - len, ends[i], len) == 0)
            return false;
    }
    return true;
}

static bool take_screen_line(struct split *s, const struct dg_line *head, struct dg_str line, size_t end)
{
    if (head->form == DG_LINE_STAMP) {
        close_message(s);
        take_stamp(s, &head->stamp);
        return true;
    }
    if (head->form == DG_LINE_BLANK || is_noise(s, line)) {
        close_message(s);
        return true;
    }
    struct dg_str words = dg_str_trim(line);
    if (s->open)
        grow(s, words, end);
    else if (!begin(s, words, end))
        return false;
    if (!runs_on(s, words))
        close_message(s);
    return true;
}

static bool take_screen(struct split *s)
{
    struct dg_str line;
    struct dg_line head;
    for (size_t at = 0; next_line(&line, s->paste, &at);) {
        dg_line_read(&head, line, s->lexicon, s->arena);
        if (!take_screen_line(s, &head, line, at))
            return false;
    }
    close_message(s);
    return true;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static bool is_screen(const struct census *seen)
{
    return seen->lines > 2 && (seen->forms[DG_LINE_STAMP] || seen->noise > 1);
}

static bool take_one(struct split *s)
{
    struct dg_str all = dg_str_trim(s->paste);
    if (all.len == 0)
        return true;
    bool room = begin(s, all, s->paste.len);
    close_message(s);
    return room;
}

static bool take_mail(struct split *s)
{
    struct dg_mail mail;
    if (!dg_mail_read(&mail, s->paste, s->lexicon, s->arena))
        return false;
    for (size_t i = 0; i < mail.count; i++) { /* the oldest comes first */
        const struct dg_mail_part *part = &mail.parts[mail.count - 1 - i];
        s->speaker = part->from;
        s->has_at = false;
        take_stamp(s, &part->stamp);
        if (part->text.len && !begin(s, part->text, 0))
            return false;
        close_message(s);
    }
    return true;
}

enum dg_status dg_chatlog_split(struct dg_talk *out, struct dg_str paste, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct split s = { .paste = paste, .ctx = ctx, .lexicon = lexicon, .arena = arena };
    look(&s);
    s.heads = choose_heads(&s.seen);
    s.rule.day_first = day_comes_first(&s);
    s.room = s.seen.lines < DG_MESSAGES_MAX ? s.seen.lines + 1 : DG_MESSAGES_MAX;
    s.messages = dg_arena_array(arena, s.room, sizeof *s.messages);
    if (!s.messages)
        return DG_TOO_BIG;
    bool room;
    if (!s.heads && dg_mail_is(paste, lexicon))
        room = take_mail(&s);
    else if (s.heads)
        room = take_chat(&s);
    else
        room = is_screen(&s.seen) ? take_screen(&s) : take_one(&s);
    *out = (struct dg_talk){ s.messages, s.count };
    return room && !dg_arena_overflowed(arena) ? DG_OK : DG_TOO_BIG;
}
