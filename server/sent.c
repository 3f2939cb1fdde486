/* The lines of receipts, put together. */
#include "server/errand.h"

struct dg_sent *dg_sent_join(const struct dg_sent *first, size_t first_count, const struct dg_sent *second,
        size_t second_count, struct dg_arena *arena)
{
    struct dg_sent *all = dg_arena_array(arena, first_count + second_count + 1, sizeof *all);
    if (!all)
        return NULL;
    if (first_count)
        memcpy(all, first, first_count * sizeof *all);
    for (size_t i = 0; i < second_count; i++) {
        struct dg_sent *line = &all[first_count + i];
        *line = second[i];
        line->host = dg_arena_copy(arena, second[i].host);
        line->method = dg_arena_copy(arena, second[i].method);
        line->path = dg_arena_copy(arena, second[i].path);
        line->fields = dg_arena_copy(arena, second[i].fields);
    }
    return all;
}
