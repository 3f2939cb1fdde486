/* Borrowed slices of UTF-8 text: the only string type inside Dragoman.
 * A slice owns nothing; it is valid as long as the bytes that it borrows. NUL-terminated strings stand only at a
 * library's border. All functions are pure and may be called from any thread. */
#ifndef DG_STR_H
#define DG_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define DG_MUST_USE __attribute__((warn_unused_result))

struct dg_str {
    const char *at; /* may be NULL only where len is 0 */
    size_t len; /* in bytes */
};

/* The bytes of a NUL-terminated string; NULL gives the empty slice. */
static inline struct dg_str dg_str_of(const char *text)
{
    return (struct dg_str){ text, text ? strlen(text) : 0 };
}

/* Bytes [start, end) of `whole`; both are offsets into it and start <= end. */
static inline struct dg_str dg_str_cut(struct dg_str whole, size_t start, size_t end)
{
    return (struct dg_str){ whole.at + start, end - start };
}

static inline bool dg_str_eq(struct dg_str a, struct dg_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool dg_str_is(struct dg_str a, const char *literal)
{
    return dg_str_eq(a, dg_str_of(literal));
}

static inline bool dg_str_starts(struct dg_str a, const char *prefix)
{
    size_t n = strlen(prefix);
    return a.len >= n && memcmp(a.at, prefix, n) == 0;
}

/* Bytewise order, the shorter first on a tie: <0, 0 or >0. */
int dg_str_compare(struct dg_str a, struct dg_str b);
/* Offset of `needle` in `hay` at or after `from`, or -1. Linear for the short needles that are used here. */
ptrdiff_t dg_str_find(struct dg_str hay, struct dg_str needle, size_t from);
/* The line at *at without its end (\n or \r\n); moves *at past it. False at the end of the text. */
bool dg_str_line(struct dg_str *line, struct dg_str text, size_t *at);
/* Without ASCII blanks, tabs and line ends at both ends. */
struct dg_str dg_str_trim(struct dg_str a);

#endif
