#include "intents/chatlog_build.h"

#include "intents/chatlog.h"
#include "intents/chatlog_kind.h"

bool dg_split_begin(struct dg_split *s, struct dg_str text)
{
    dg_split_close(s);
    if (s->count == s->room)
        return false;
    s->messages[s->count++] = (struct dg_message){ .from = s->speaker, .text = text, .has_at = s->has_at, .at = s->at };
    s->open = true;
    return true;
}

void dg_split_grow(struct dg_split *s, struct dg_str line)
{
    struct dg_message *m = &s->messages[s->count - 1];
    if (m->text.len == 0)
        m->text = line;
    else
        m->text.len = (size_t)(line.at + line.len - m->text.at);
}

/* The text without rules at its end: they belong to what follows. */
static struct dg_str without_rules(struct dg_str text)
{
    for (;;) {
        text = dg_str_trim(text);
        size_t at = text.len;
        while (at > 0 && text.at[at - 1] != '\n')
            at--;
        if (text.len == 0 || !dg_chatlog_is_rule(dg_str_cut(text, at, text.len)))
            return text;
        text = dg_str_cut(text, 0, at);
    }
}

void dg_split_close(struct dg_split *s)
{
    if (!s->open)
        return;
    s->open = false;
    struct dg_message *m = &s->messages[s->count - 1];
    size_t own;
    m->text = dg_chatlog_unedited(without_rules(m->text), s->lexicon);
    m->kind = dg_chatlog_kind(m->text, s->lexicon, &own);
    m->text = dg_str_trim(dg_str_cut(m->text, own, m->text.len));
    if (m->text.len == 0)
        s->count--;
}

void dg_split_stamp(struct dg_split *s, const struct dg_stamp *stamp)
{
    struct dg_instant at;
    if (dg_stamp_instant(&at, stamp, s->rule, s->ctx->zone, s->today)) {
        s->at = at;
        s->has_at = true;
    }
}

void dg_split_day(struct dg_split *s, const struct dg_stamp *stamp)
{
    struct dg_stamp end = *stamp;
    struct dg_instant at;
    end.has_clock = true;
    end.hour = 23;
    end.minute = end.second = 59;
    if (dg_stamp_instant(&at, &end, s->rule, s->ctx->zone, s->ctx->now))
        s->today = at;
}
