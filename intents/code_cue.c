#include "intents/code_cue.h"

enum { REACH_BYTES = 42, AFTER_BYTES = 36 };

static enum dg_code_cue cue_named(struct dg_str name)
{
    static const char *const names[] = {
        [DG_CUE_SECRET] = "secret",
        [DG_CUE_ORDER] = "order",
        [DG_CUE_MEETING] = "meeting",
        [DG_CUE_PARCEL] = "parcel",
        [DG_CUE_PHONE] = "phone",
        [DG_CUE_FLIGHT] = "flight",
        [DG_CUE_TRAIN] = "train",
        [DG_CUE_BUS] = "bus",
    };
    for (enum dg_code_cue c = DG_CUE_SECRET; c <= DG_CUE_BUS; c++) {
        if (dg_str_is(name, names[c]))
            return c;
    }
    return DG_CUE_NONE;
}

/* A mark after which the words before no longer count. */
static bool ends_reach(struct dg_str s, size_t i)
{
    char c = s.at[i];
    return c == '!' || c == '?' || c == ';' || dg_str_starts(dg_str_cut(s, i, s.len), "。");
}

static enum dg_code_cue cue_at(const struct dg_scan *scan, size_t i, size_t *end)
{
    struct dg_word w;
    if (!dg_lexicon_longest(scan->lexicon, DG_IN_ANY, DG_W_CODE_CUE, scan->text->folded, i, &w))
        return DG_CUE_NONE;
    *end = i + w.len;
    return cue_named(dg_word_column(&w, 0));
}

/* Of the cues that reach into the one from `start` to `end` the first: 订单号, not its 单号; card number, not number is. */
static enum dg_code_cue widest_cue(const struct dg_scan *scan, size_t start, size_t end, enum dg_code_cue cue)
{
    enum { WIDER_BYTES = 14 };
    for (size_t i = start; i-- > 0 && start - i <= WIDER_BYTES;) {
        size_t wide_end;
        enum dg_code_cue wide = cue_at(scan, i, &wide_end);
        if (wide && wide_end > start && wide_end <= end)
            cue = wide;
    }
    return cue;
}

enum dg_code_cue dg_code_cue_before(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    size_t end = 0;
    for (size_t i = at; i-- > 0 && at - i <= REACH_BYTES && !ends_reach(s, i);) {
        if (((unsigned char)s.at[i] & 0xC0) == 0x80)
            continue;
        enum dg_code_cue cue = cue_at(scan, i, &end);
        if (cue && end <= at)
            return widest_cue(scan, i, end, cue);
    }
    return DG_CUE_NONE;
}

bool dg_code_cue_touches(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    while (at > 0 && strchr(" #", s.at[at - 1]))
        at--;
    size_t end = 0;
    for (size_t i = at; i-- > 0 && at - i <= REACH_BYTES;) {
        bool starts = ((unsigned char)s.at[i] & 0xC0) != 0x80;
        if (starts && cue_at(scan, i, &end))
            return end == at;
    }
    return false;
}

enum dg_code_cue dg_code_cue_after(const struct dg_scan *scan, size_t at)
{
    struct dg_str s = scan->text->folded;
    size_t end;
    for (size_t i = at; i < s.len && i - at <= AFTER_BYTES && !ends_reach(s, i); i++) {
        if (((unsigned char)s.at[i] & 0xC0) == 0x80)
            continue;
        enum dg_code_cue cue = cue_at(scan, i, &end);
        if (cue)
            return cue;
    }
    return DG_CUE_NONE;
}
