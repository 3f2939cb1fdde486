#include "intents/str.h"

int dg_str_compare(struct dg_str a, struct dg_str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

ptrdiff_t dg_str_find(struct dg_str hay, struct dg_str needle, size_t from)
{
    if (needle.len == 0 || needle.len > hay.len)
        return -1;
    for (size_t i = from; i + needle.len <= hay.len; i++) {
        const char *hit = memchr(hay.at + i, needle.at[0], hay.len - needle.len - i + 1);
        if (!hit)
            return -1;
        i = (size_t)(hit - hay.at);
        if (memcmp(hit, needle.at, needle.len) == 0)
            return (ptrdiff_t)i;
    }
    return -1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct dg_str dg_str_trim(struct dg_str a)
{
    while (a.len && is_blank(a.at[0])) {
        a.at++;
        a.len--;
    }
    while (a.len && is_blank(a.at[a.len - 1]))
        a.len--;
    return a;
}

bool dg_str_line(struct dg_str *line, struct dg_str text, size_t *at)
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
