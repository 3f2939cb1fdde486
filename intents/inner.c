#include "intents/inner.h"

#include "intents/letters.h"
#include "intents/number.h"
#include "intents/time_symbols.h"

enum { MATCHES_MAX = 48 };

static bool can_hold(enum dg_mention_type type)
{
    return type == DG_M_TIME || type == DG_M_MONEY || type == DG_M_COUNT;
}

/* 19:30, 2024-02-21, 3/4: what is joined is no number. */
static bool is_joined(struct dg_str text, const struct dg_mention *n)
{
    static const char joints[] = "-/:.~";
    bool before = n->start > 0 && strchr(joints, text.at[n->start - 1]) != NULL;
    bool after = n->end < text.len && strchr(joints, text.at[n->end]) != NULL;
    return before || after || text.at[n->start] == '-';
}

/* 周一, 五一, 初五, 一早: the number is a letter of a longer word of time. */
static bool is_in_a_word(const struct dg_scan *scan, const struct dg_mention *outer, const struct dg_mention *n)
{
    struct dg_str text = scan->text->folded;
    struct dg_word found[MATCHES_MAX];
    for (size_t at = outer->start; at <= n->start; at = dg_next_word(text, at)) {
        size_t count = dg_lexicon_match(scan->lexicon, DG_IN_ANY, text, at, found, MATCHES_MAX);
        for (size_t i = 0; i < count; i++) {
            bool longer = at < n->start || at + found[i].len > n->end;
            bool of_time = (unsigned)found[i].class < DG_T_NUM && found[i].class != DG_W_BLOCK;
            if (of_time && longer && at + found[i].len >= n->end)
                return true;
        }
    }
    return false;
}

/* 五六点: from five to six */
static bool is_pair(const struct dg_scan *scan, const struct dg_mention *n)
{
    struct dg_number pair;
    return dg_number_zh(&pair, scan->lexicon, scan->text->folded, n->start) && pair.digits == 2;
}

/* nineteen eighty four: numbers in letters right behind each other make up another one */
static bool is_run(struct dg_str text, const struct dg_mention *before, const struct dg_mention *after)
{
    return after->start == before->end + 1 && dg_is_letter(text, before->start) && dg_is_letter(text, after->start);
}

void dg_inner_numbers(
        struct dg_mentions *mentions, const struct dg_scan *scan, struct dg_mention *numbers, size_t count)
{
    struct dg_str text = scan->text->folded;
    size_t k = 0, kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct dg_mention n = numbers[i];
        bool run = (i > 0 && is_run(text, &numbers[i - 1], &n)) || (i + 1 < count && is_run(text, &n, &numbers[i + 1]));
        while (k < mentions->count && mentions->at[k].end <= n.start)
            k++;
        if (k == mentions->count)
            break;
        const struct dg_mention *outer = &mentions->at[k];
        if (!can_hold(outer->type) || n.start < outer->start || n.end > outer->end || run || is_joined(text, &n))
            continue;
        if (!is_in_a_word(scan, outer, &n) && !is_pair(scan, &n))
            numbers[kept++] = n;
    }
    mentions->inner = numbers;
    mentions->inner_count = kept;
}
