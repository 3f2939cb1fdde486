#include "server/endpoints.h"

/* The next segment of a path behind its slash; false when there is none. */
static bool next_segment(struct dg_str path, size_t *at, struct dg_str *out)
{
    if (*at >= path.len || path.at[*at] != '/')
        return false;
    size_t start = *at + 1, end = start;
    while (end < path.len && path.at[end] != '/')
        end++;
    *out = dg_str_cut(path, start, end);
    *at = end;
    return true;
}

static bool is_param(struct dg_str segment)
{
    return segment.len > 2 && segment.at[0] == '{';
}

/* `params` may be NULL. */
static bool fits(const char *pattern, struct dg_str path, struct dg_str *params)
{
    struct dg_str want = dg_str_of(pattern), a, b;
    size_t in_pattern = 0, in_path = 0, n = 0;
    while (next_segment(want, &in_pattern, &a)) {
        if (!next_segment(path, &in_path, &b))
            return false;
        if (is_param(a) ? b.len == 0 : !dg_str_eq(a, b))
            return false;
        if (is_param(a) && params)
            params[n++] = b;
    }
    return in_path == path.len;
}

const struct dg_endpoint *dg_endpoint_find(
        struct dg_str method, struct dg_str path, struct dg_str *params, bool *path_known)
{
    *path_known = false;
    const char *wanted = dg_str_is(method, "HEAD") ? "GET" : NULL;
    for (size_t i = 0; i < dg_endpoint_count; i++) {
        if (!fits(dg_endpoints[i].path, path, params))
            continue;
        *path_known = true;
        if (dg_str_is(wanted ? dg_str_of(wanted) : method, dg_endpoints[i].method))
            return &dg_endpoints[i];
    }
    return NULL;
}

int dg_endpoint_param(const struct dg_endpoint *endpoint, const char *name)
{
    struct dg_str path = dg_str_of(endpoint->path), segment;
    size_t at = 0;
    for (int n = 0; next_segment(path, &at, &segment);) {
        if (!is_param(segment))
            continue;
        if (dg_str_is(dg_str_cut(segment, 1, segment.len - 1), name))
            return n;
        n++;
    }
    return -1;
}

struct dg_str dg_endpoint_methods(struct dg_str path, struct dg_arena *arena)
{
    struct dg_str out = { "", 0 };
    for (size_t i = 0; i < dg_endpoint_count; i++) {
        if (fits(dg_endpoints[i].path, path, NULL))
            out = dg_arena_print(arena, "%.*s%s%s", (int)out.len, out.at, out.len ? ", " : "", dg_endpoints[i].method);
    }
    return out;
}
