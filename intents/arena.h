/* Memory of one request: grows in blocks up to a ceiling and is given back all at once.
 * The arena owns everything allocated from it; pointers die with dg_arena_destroy or with the dg_arena_undo that
 * goes back before them. An arena belongs to one thread. */
#ifndef DG_ARENA_H
#define DG_ARENA_H

#include "intents/str.h"

struct dg_arena;

struct dg_mark {
    void *block;
    size_t used, total;
};

/* An arena that will hand out at most `ceiling` bytes. NULL only when the process is out of memory. */
struct dg_arena *dg_arena_create(size_t ceiling);
/* Gives all of it back; NULL is harmless. */
void dg_arena_destroy(struct dg_arena *a);

/* A second one with the ceiling of `a`, for what does not last as long; NULL only when the process is out of memory. */
struct dg_arena *dg_arena_create_like(const struct dg_arena *a);
/* `size` zeroed bytes aligned for any type, or NULL past the ceiling; the first NULL sets the sticky overflow mark. */
void *dg_arena_alloc(struct dg_arena *a, size_t size);
/* count * size zeroed bytes, with the multiplication checked. */
void *dg_arena_array(struct dg_arena *a, size_t count, size_t size);
/* A copy of the `count` things at `old` with twice the room, or room for `first` of them where *room is 0; *room is set. The old
 * ones stay where they are. NULL past the ceiling. */
void *dg_arena_doubled(struct dg_arena *a, const void *old, size_t count, size_t *room, size_t first, size_t size);
/* Gives back what of the last allocation lies behind its first `size` bytes. */
void dg_arena_trim(struct dg_arena *a, const void *last, size_t size);
/* A NUL-terminated copy; the empty slice ({"",0}) when there is no room. */
struct dg_str dg_arena_copy(struct dg_arena *a, struct dg_str text);
/* printf into the arena; the empty slice when there is no room. */
struct dg_str dg_arena_print(struct dg_arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Undo a try: everything allocated since the mark is given back. The overflow mark stays. */
struct dg_mark dg_arena_mark(const struct dg_arena *a);
void dg_arena_undo(struct dg_arena *a, struct dg_mark m);

/* Whether any allocation has failed so far: asked once at the end of a pipeline. */
bool dg_arena_overflowed(const struct dg_arena *a);
/* Bytes handed out now. */
size_t dg_arena_used(const struct dg_arena *a);

#endif
