#include "intents/chatlog_mail.h"

#include "intents/chatlog_kind.h"
#include "intents/chatlog_line.h"
#include "intents/normalise.h"

/* "On …, Martin wrote:" may be broken over two lines; longer heads are none. */
enum { HEAD_BYTES = 300 };

struct reader {
    struct dg_mail *mail;
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    char *texts[DG_MAIL_PARTS_MAX]; /* NULL while the bytes of each part are only counted */
    size_t base; /* parts that headings have begun */
    bool in_heading;
    bool signing; /* the line before said "Best," */
};

/* Takes "> > " off the line and counts it. */
static size_t take_marks(struct dg_str *line)
{
    size_t depth = 0, i = 0;
    for (; i < line->len && (line->at[i] == '>' || (depth && line->at[i] == ' ')); i++)
        depth += line->at[i] == '>';
    *line = dg_str_cut(*line, i, line->len);
    return depth;
}

/* Byte at which a word of class chat.wrote ends the line, or -1. */
static ptrdiff_t wrote_at(struct dg_str line, const struct dg_lexicon *lexicon)
{
    enum { TAIL_BYTES = 12 };
    line = dg_str_trim(line);
    size_t from = line.len > TAIL_BYTES ? line.len - TAIL_BYTES : 0;
    for (size_t i = line.len; i-- > from;) {
        if (((unsigned char)line.at[i] & 0xC0) == 0x80)
            continue;
        if (dg_chatlog_word(NULL, lexicon, DG_W_CHAT_WROTE, dg_str_cut(line, i, line.len)))
            return (ptrdiff_t)i;
    }
    return -1;
}

/* A name before " <mail@host>", without a comma or quotes before it, nor a mark of quotation in a broken line. */
static struct dg_str writer_in(struct dg_str words)
{
    ptrdiff_t open = dg_str_find(words, dg_str_of("<"), 0);
    if (open >= 0)
        words = dg_str_cut(words, 0, (size_t)open);
    for (words = dg_str_trim(words); words.len && words.at[words.len - 1] == '>'; words = dg_str_trim(words))
        words.len--;
    for (size_t i = words.len; i-- > 0;) {
        bool comma = words.at[i] == ',' || (i >= 2 && memcmp(words.at + i - 2, "，", 3) == 0);
        if (comma) {
            words = dg_str_trim(dg_str_cut(words, i + 1, words.len));
            break;
        }
    }
    if (words.len > 1 && words.at[0] == '"' && words.at[words.len - 1] == '"')
        words = dg_str_cut(words, 1, words.len - 1);
    return words;
}

/* A line around the first time in it. */
struct timed {
    struct dg_stamp stamp;
    struct dg_str before, after;
};

static bool find_stamp(const struct reader *r, struct timed *out, struct dg_str line)
{
    struct dg_mark mark = dg_arena_mark(r->arena);
    struct dg_text text;
    bool found = false;
    if (line.len <= HEAD_BYTES && dg_text_fold(&text, line, r->lexicon, r->arena)) {
        for (size_t i = 0; i < text.folded.len && !found; i++) {
            if (i > 0 && ((unsigned char)text.folded.at[i] & 0xC0) == 0x80)
                continue;
            size_t end = dg_stamp_read(&out->stamp, text.folded, i, r->lexicon);
            found = end > i && (out->stamp.has_clock || out->stamp.order != DG_ORDER_NONE);
            if (found) {
                out->before = dg_str_cut(line, 0, text.origin[i]);
                out->after = dg_str_cut(line, text.origin[end], line.len);
            }
        }
    }
    dg_arena_undo(r->arena, mark);
    return found;
}

/* "Max Oye" of "On Fri, 17 May 2024 at 09:41, Max Oye <…>", and of "Max Oye <…> 于2024年5月17日周五 09:41". */
static struct dg_str writer_beside(const struct timed *t)
{
    struct dg_str after = dg_str_trim(t->after);
    if (dg_str_starts(after, ","))
        after = dg_str_cut(after, 1, after.len);
    if (dg_str_starts(after, "，"))
        after = dg_str_cut(after, strlen("，"), after.len);
    after = writer_in(after);
    return after.len ? after : writer_in(t->before);
}

static struct dg_mail_part *part_at(struct reader *r, size_t level)
{
    size_t n = level < DG_MAIL_PARTS_MAX ? level : DG_MAIL_PARTS_MAX - 1;
    if (n >= r->mail->count)
        r->mail->count = n + 1;
    return &r->mail->parts[n];
}

/* How deep the first words below are quoted. */
static size_t depth_below(struct dg_str rest)
{
    struct dg_str line;
    for (size_t at = 0; dg_str_line(&line, rest, &at);) {
        size_t depth = take_marks(&line);
        if (dg_str_trim(line).len)
            return depth;
    }
    return 0;
}

/* The part that a line "… wrote:" speaks of: what is quoted more deeply below it, what stands beside it within a quotation
 * (Apple), or, where nothing is marked, all that follows. */
static struct dg_mail_part *quoted_by(struct reader *r, size_t depth, struct dg_str rest)
{
    if (depth_below(rest) > depth)
        return part_at(r, r->base + depth + 1);
    if (depth > 0)
        return part_at(r, r->base + depth);
    return part_at(r, ++r->base);
}

/* "… wrote:" with an address or a time in it, or with a quotation below: else somebody tells what was written. */
static bool is_attribution(struct dg_str line, size_t depth, struct dg_str rest, const struct dg_lexicon *lexicon)
{
    if (line.len > HEAD_BYTES || wrote_at(line, lexicon) <= 0)
        return false;
    bool marked = dg_str_find(line, dg_str_of("@"), 0) >= 0;
    for (size_t i = 0; i < line.len && !marked; i++)
        marked = line.at[i] >= '0' && line.at[i] <= '9';
    return marked || depth_below(rest) > depth;
}

static bool take_wrote(struct reader *r, struct dg_str line, size_t depth, struct dg_str rest)
{
    struct timed timed;
    if (!is_attribution(line, depth, rest, r->lexicon))
        return false;
    struct dg_mail_part *quoted = quoted_by(r, depth, rest);
    line = dg_str_cut(line, 0, (size_t)wrote_at(line, r->lexicon));
    bool found = find_stamp(r, &timed, line);
    quoted->from = found ? writer_beside(&timed) : writer_in(line);
    if (found)
        quoted->stamp = timed.stamp;
    return true;
}

/* The end of a "… wrote:" that goes on in the next line, or 0. */
static size_t end_of_broken(const struct reader *r, struct dg_str line, struct dg_str text, size_t at)
{
    struct dg_str next;
    struct timed timed;
    size_t depth = take_marks(&line);
    if (line.len > HEAD_BYTES / 2 || wrote_at(line, r->lexicon) >= 0 || !dg_str_line(&next, text, &at))
        return 0;
    bool whole = take_marks(&next) == depth && next.len <= HEAD_BYTES / 2 && wrote_at(next, r->lexicon) >= 0;
    return whole && find_stamp(r, &timed, line) && !find_stamp(r, &timed, next) ? at : 0;
}

/* A line of a heading: From:, Sent:, Subject: or the rule above it. */
static bool take_heading(struct reader *r, struct dg_str line, size_t depth)
{
    struct dg_word w;
    size_t len = dg_chatlog_begins(&w, r->lexicon, DG_W_CHAT_MAIL, dg_str_trim(line));
    if (len == 0) {
        r->in_heading = r->in_heading && dg_str_trim(line).len == 0;
        return r->in_heading;
    }
    struct dg_str what = dg_word_column(&w, 0), words = dg_str_trim(line);
    struct dg_str rest = dg_str_trim(dg_str_cut(words, len, words.len));
    bool from = dg_str_is(what, "from");
    if (!r->in_heading && !from && !dg_str_is(what, "cut"))
        return false;
    if (!r->in_heading && (part_at(r, r->base + depth)->text.len || r->mail->count > r->base + depth + 1))
        r->base++;
    r->in_heading = true;
    struct dg_mail_part *part = part_at(r, r->base + depth);
    if (from)
        part->from = writer_in(rest);
    struct timed timed;
    if (dg_str_is(what, "date") && find_stamp(r, &timed, rest))
        part->stamp = timed.stamp;
    return true;
}

static void take_words(struct reader *r, struct dg_str line, size_t level)
{
    struct dg_mail_part *part = part_at(r, level);
    size_t n = (size_t)(part - r->mail->parts);
    if (r->signing && dg_str_trim(line).len) {
        if (part->from.len == 0)
            part->from = dg_str_trim(line);
        r->signing = false;
    }
    if (dg_chatlog_word(NULL, r->lexicon, DG_W_CHAT_SIGNOFF, dg_str_trim(line)))
        r->signing = true;
    if (r->texts[n]) {
        part->text.at = r->texts[n];
        memcpy(r->texts[n] + part->text.len, line.at, line.len);
        r->texts[n][part->text.len + line.len] = '\n';
    }
    part->text.len += line.len + 1;
}

/* "Sent from my iPhone", and the strokes above a heading: nobody's words. */
static bool is_nobodys(const struct reader *r, struct dg_str line)
{
    enum { LONGEST = 80 };
    line = dg_str_trim(line);
    return line.len == 0 || dg_chatlog_is_rule(line) ||
            (line.len <= LONGEST && dg_chatlog_begins(NULL, r->lexicon, DG_W_CHAT_SIGNATURE, line));
}

static void take_line(struct reader *r, struct dg_str line, struct dg_str rest)
{
    size_t depth = take_marks(&line);
    if (take_heading(r, line, depth) || take_wrote(r, line, depth, rest))
        return;
    if (!is_nobodys(r, line))
        take_words(r, line, r->base + depth);
}

bool dg_mail_is(struct dg_str text, const struct dg_lexicon *lexicon)
{
    size_t from = 0, others = 0;
    struct dg_str line;
    for (size_t at = 0; dg_str_line(&line, text, &at);) {
        struct dg_word w;
        size_t depth = take_marks(&line);
        if (line.len > HEAD_BYTES)
            continue;
        if (dg_chatlog_begins(&w, lexicon, DG_W_CHAT_MAIL, dg_str_trim(line))) {
            from += dg_str_is(dg_word_column(&w, 0), "from");
            others += !dg_str_is(dg_word_column(&w, 0), "from");
        }
        if (is_attribution(line, depth, dg_str_cut(text, at < text.len ? at : text.len, text.len), lexicon))
            return true;
    }
    return from > 0 && others > 0;
}

static void take_all(struct reader *r, struct dg_str text)
{
    *r->mail = (struct dg_mail){ .count = 0 };
    struct dg_str line;
    for (size_t at = 0; dg_str_line(&line, text, &at);) {
        size_t end = end_of_broken(r, line, text, at);
        if (end) {
            line.len = (size_t)(text.at + end - line.at) - 1;
            at = end;
        }
        take_line(r, line, dg_str_cut(text, at < text.len ? at : text.len, text.len));
    }
}

bool dg_mail_read(struct dg_mail *out, struct dg_str text, const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct reader count = { .mail = out, .lexicon = lexicon, .arena = arena }, write = count;
    take_all(&count, text);
    for (size_t i = 0; i < out->count; i++) {
        write.texts[i] = dg_arena_alloc(arena, out->parts[i].text.len + 1);
        if (!write.texts[i])
            return false;
    }
    take_all(&write, text);
    return true;
}
