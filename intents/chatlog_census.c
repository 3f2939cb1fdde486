#include "intents/chatlog_census.h"

#include "intents/chatlog_screen.h"

/* The line before the one that is looked at, as far as it may belong to it. */
struct glance {
    enum dg_line_form form;
    bool name; /* words that could be a name */
    bool below_blank;
    bool dated; /* a stamp with a year, below a blank line */
    bool named; /* a name below such a stamp */
};

struct look {
    struct dg_census *seen;
    const struct dg_lexicon *lexicon;
    struct glance before;
};

static bool is_words(enum dg_line_form form)
{
    return form == DG_LINE_WORDS || form == DG_LINE_COLON;
}

static void look_at_date(struct dg_census *seen, const struct dg_stamp *stamp)
{
    if (stamp->order != DG_ORDER_OPEN)
        return;
    seen->day_first = seen->day_first || stamp->month > 12;
    seen->month_first = seen->month_first || stamp->day > 12;
    seen->open = *stamp;
}

/* A stamp and a name on two lines, one above the other. */
static void look_at_pair(struct look *l, const struct dg_line *head, struct dg_str line, struct glance *now)
{
    struct dg_census *seen = l->seen;
    const struct glance *before = &l->before;
    bool indented = line.len && line.at[0] == ' ';
    if (head->form == DG_LINE_STAMP && before->name && (before->below_blank || indented)) {
        seen->named_above++;
        seen->indented += indented;
    }
    now->dated = head->form == DG_LINE_STAMP && now->below_blank && dg_stamp_has_year(&head->stamp);
    now->name = head->form == DG_LINE_WORDS && dg_line_is_name(dg_str_trim(line));
    now->named = now->name && before->dated;
    seen->named_below += before->named && is_words(head->form);
}

static void look_at_head(struct dg_census *seen, const struct dg_line *head, bool below_blank)
{
    bool heads = head->form >= DG_LINE_BRACKET && head->form <= DG_LINE_STAMP_NAME;
    if (heads && seen->forms[head->form] == 1)
        seen->dated = seen->dated || dg_stamp_is_dated(&head->stamp);
    if (head->form == DG_LINE_STAMP && seen->forms[DG_LINE_STAMP] == 1)
        seen->stamp = head->stamp;
    seen->after_blank += head->form == DG_LINE_NAME_STAMP && below_blank;
}

static void look_at(struct look *l, const struct dg_line *head, struct dg_str line, struct glance *now)
{
    struct dg_census *seen = l->seen;
    look_at_pair(l, head, line, now);
    look_at_date(seen, &head->stamp);
    seen->forms[head->form]++;
    if (head->form == DG_LINE_RULE || head->form == DG_LINE_HEADING || head->form == DG_LINE_DAY)
        return;
    if (seen->lines++ == 0)
        seen->first = head->form;
    look_at_head(seen, head, now->below_blank);
    bool noise = dg_screen_is_noise(line, l->lexicon);
    seen->noise += noise;
    size_t width = dg_screen_width(line);
    if (head->form == DG_LINE_WORDS && !noise && width > seen->longest)
        seen->longest = width;
}

void dg_census_take(
        struct dg_census *out, struct dg_str paste, const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    struct look l = { .seen = out, .lexicon = lexicon, .before = { .form = DG_LINE_BLANK } };
    struct dg_str line;
    struct dg_line head;
    *out = (struct dg_census){ .lines = 0 };
    for (size_t at = 0; dg_str_line(&line, paste, &at);) {
        dg_line_read(&head, line, lexicon, arena);
        struct glance now = { .form = head.form, .below_blank = l.before.form == DG_LINE_BLANK };
        if (head.form != DG_LINE_BLANK)
            look_at(&l, &head, line, &now);
        l.before = now;
    }
}

/* "国贸绿茶 19:30" may also be said within a message: one such line is a head only where the paste begins with it. */
static bool stands_for_heads(const struct dg_census *seen, enum dg_line_form form)
{
    return seen->forms[form] && (seen->first == form || seen->forms[form] * 4 >= seen->lines);
}

enum dg_pairing dg_census_pairs(const struct dg_census *seen)
{
    if (seen->named_below > 1 && seen->named_below == seen->forms[DG_LINE_STAMP])
        return DG_PAIRS_NAME_BELOW;
    bool all = seen->named_above > 1 && seen->named_above == seen->forms[DG_LINE_STAMP];
    return all || seen->indented ? DG_PAIRS_NAME_ABOVE : DG_PAIRS_NONE;
}

static unsigned bit(enum dg_line_form form)
{
    return 1u << form;
}

/* Lines that carry a stamp in an app's own marks, which nobody types. */
static unsigned marked_heads(const struct dg_census *seen)
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
    return heads;
}

unsigned dg_census_heads(const struct dg_census *seen)
{
    unsigned heads = marked_heads(seen);
    if (heads)
        return heads;
    if (dg_census_pairs(seen))
        return bit(DG_LINE_PAIR);
    if (stands_for_heads(seen, DG_LINE_STAMP_NAME))
        return bit(DG_LINE_STAMP_NAME);
    if (stands_for_heads(seen, DG_LINE_NAME_STAMP))
        return bit(DG_LINE_NAME_STAMP);
    if (seen->forms[DG_LINE_BRACKET_ONLY] > 1 && stands_for_heads(seen, DG_LINE_BRACKET_ONLY))
        return bit(DG_LINE_BRACKET_ONLY);
    /* a bare "name:" also stands in ordinary prose */
    return seen->forms[DG_LINE_COLON] > 1 && seen->forms[DG_LINE_COLON] * 3 >= seen->lines ? bit(DG_LINE_COLON) : 0;
}

bool dg_census_day_first(const struct dg_census *seen, const struct dg_context *ctx)
{
    if (seen->day_first != seen->month_first)
        return seen->day_first;
    if (ctx->region[0])
        return strcmp(ctx->region, "US") != 0;
    struct dg_instant day_first, month_first;
    bool a = dg_stamp_instant(&day_first, &seen->open, (struct dg_stamp_rule){ true }, ctx->zone, ctx->now);
    bool b = dg_stamp_instant(&month_first, &seen->open, (struct dg_stamp_rule){ false }, ctx->zone, ctx->now);
    if (!a || !b)
        return a;
    bool a_past = day_first.utc_s <= ctx->now.utc_s, b_past = month_first.utc_s <= ctx->now.utc_s;
    return a_past != b_past ? a_past : day_first.utc_s >= month_first.utc_s;
}
