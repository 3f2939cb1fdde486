#include "intents/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks grow with what is in use, so that a long text asks for few. */
enum { BLOCK_BYTES = 32 * 1024, BLOCK_BYTES_MAX = 1024 * 1024, ALIGN = 16 };

struct block {
    struct block *before;
    size_t size, used;
    _Alignas(ALIGN) char bytes[];
};

struct dg_arena {
    struct block *last;
    size_t ceiling, total;
    bool overflowed;
};

struct dg_arena *dg_arena_create(size_t ceiling)
{
    struct dg_arena *a = calloc(1, sizeof *a);
    if (a)
        a->ceiling = ceiling;
    return a;
}

struct dg_arena *dg_arena_create_like(const struct dg_arena *a)
{
    return dg_arena_create(a->ceiling);
}

void dg_arena_destroy(struct dg_arena *a)
{
    if (!a)
        return;
    while (a->last) {
        struct block *before = a->last->before;
        free(a->last);
        a->last = before;
    }
    free(a);
}

static size_t block_size(const struct dg_arena *a)
{
    size_t grown = a->total < BLOCK_BYTES_MAX ? a->total : BLOCK_BYTES_MAX;
    return grown > BLOCK_BYTES ? grown : BLOCK_BYTES;
}

static struct block *grow(struct dg_arena *a, size_t size)
{
    size_t usual = block_size(a), room = size > usual ? size : usual;
    struct block *b = malloc(sizeof *b + room);
    if (!b)
        return NULL;
    *b = (struct block){ .before = a->last, .size = room };
    a->last = b;
    return b;
}

static size_t aligned(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}

void *dg_arena_alloc(struct dg_arena *a, size_t size)
{
    if (size > a->ceiling || a->total + size + ALIGN > a->ceiling)
        goto overflow;
    size = aligned(size);
    struct block *b = a->last;
    if (!b || b->size - b->used < size)
        b = grow(a, size);
    if (!b)
        goto overflow;
    void *at = b->bytes + b->used;
    b->used += size;
    a->total += size;
    return memset(at, 0, size);

overflow:
    a->overflowed = true;
    return NULL;
}

void *dg_arena_array(struct dg_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        a->overflowed = true;
        return NULL;
    }
    return dg_arena_alloc(a, count * size);
}

void *dg_arena_doubled(struct dg_arena *a, const void *old, size_t count, size_t *room, size_t first, size_t size)
{
    size_t more = *room ? *room * 2 : first;
    void *at = dg_arena_array(a, more, size);
    if (!at)
        return NULL;
    if (count)
        memcpy(at, old, count * size);
    *room = more;
    return at;
}

void dg_arena_trim(struct dg_arena *a, const void *last, size_t size)
{
    struct block *b = a->last;
    size_t end = (size_t)((const char *)last - b->bytes) + aligned(size);
    assert(end <= b->used);
    a->total -= b->used - end;
    b->used = end;
}

struct dg_str dg_arena_copy(struct dg_arena *a, struct dg_str text)
{
    char *copy = dg_arena_alloc(a, text.len + 1);
    if (!copy)
        return (struct dg_str){ "", 0 };
    if (text.len)
        memcpy(copy, text.at, text.len);
    return (struct dg_str){ copy, text.len };
}

struct dg_str dg_arena_print(struct dg_arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    struct dg_str out = { "", 0 };
    char *text = len < 0 ? NULL : dg_arena_alloc(a, (size_t)len + 1);
    if (text) {
        vsnprintf(text, (size_t)len + 1, format, again);
        out = (struct dg_str){ text, (size_t)len };
    }
    va_end(again);
    return out;
}

struct dg_mark dg_arena_mark(const struct dg_arena *a)
{
    return (struct dg_mark){ a->last, a->last ? a->last->used : 0, a->total };
}

void dg_arena_undo(struct dg_arena *a, struct dg_mark m)
{
    while (a->last != m.block) {
        struct block *before = a->last->before;
        free(a->last);
        a->last = before;
    }
    if (a->last)
        a->last->used = m.used;
    a->total = m.total;
}

bool dg_arena_overflowed(const struct dg_arena *a)
{
    return a->overflowed;
}

size_t dg_arena_used(const struct dg_arena *a)
{
    return a->total;
}
