#include "intents/number.h"

static bool is_digit(struct dg_str s, size_t at)
{
    return at < s.len && s.at[at] >= '0' && s.at[at] <= '9';
}

/* Three digits and no fourth: a group of thousands. */
static bool is_group(struct dg_str s, size_t at)
{
    return is_digit(s, at) && is_digit(s, at + 1) && is_digit(s, at + 2) && !is_digit(s, at + 3);
}

/* Behind the groups of two that lakhs are written in (12,34,567): where the last group of three begins, or `at`. */
static size_t past_pairs(struct dg_str s, size_t at)
{
    size_t i = at;
    while (i < s.len && s.at[i] == ',' && is_digit(s, i + 1) && is_digit(s, i + 2) && !is_digit(s, i + 3))
        i += 3;
    return i > at && i < s.len && s.at[i] == ',' && is_group(s, i + 1) ? i : at;
}

bool dg_number_figures(struct dg_number *out, struct dg_str folded, size_t at)
{
    struct dg_number n = { .figures = true };
    size_t i = at;
    for (; is_digit(folded, i); i++) {
        n.value = n.value * 10 + (folded.at[i] - '0');
        n.digits = n.digits < 250 ? (uint8_t)(n.digits + 1) : n.digits;
    }
    if (i == at)
        return false;
    for (size_t pairs = n.digits <= 2 ? past_pairs(folded, i) : i; i < pairs; i += 3)
        n.value = n.value * 100 + (folded.at[i + 1] - '0') * 10 + (folded.at[i + 2] - '0');
    if (n.digits <= 3) {
        while (i < folded.len && folded.at[i] == ',' && is_group(folded, i + 1)) {
            n.value = n.value * 1000 + (folded.at[i + 1] - '0') * 100 + (folded.at[i + 2] - '0') * 10 +
                    (folded.at[i + 3] - '0');
            n.digits = 0;
            i += 4;
        }
    }
    bool chained = at > 1 && folded.at[at - 1] == '.' && is_digit(folded, at - 2);
    if (!chained && i < folded.len && folded.at[i] == '.' && is_digit(folded, i + 1)) {
        double digits = 0, scale = 1;
        size_t end = i + 1;
        for (; is_digit(folded, end) && end - i < 16; end++, scale *= 10)
            digits = digits * 10 + (folded.at[end] - '0');
        if (end + 1 < folded.len && folded.at[end] == '.' && is_digit(folded, end + 1)) { /* 23.04.2022, 192.168.1.1 */
            n.len = i - at;
            *out = n;
            return true;
        }
        n.value += digits / scale;
        n.decimal = true;
        i = end;
    }
    n.len = i - at;
    *out = n;
    return true;
}
