/* Calendar entries that a session has put down: kept with the drag, so that a plan which moves afterwards moves its entry
 * (calendar.update) and does not put down a second one.
 * Plain values in an arena. One thread at a time. */
#ifndef DG_NOTED_H
#define DG_NOTED_H

#include "intents/arena.h"
#include "intents/types.h"

#include <jansson.h>

enum { DG_NOTED_MAX = 8 };

struct dg_app;
struct dg_fix;
struct dg_record;

struct dg_noted {
    struct dg_str title;
    struct dg_instant start, end;
    int64_t at_ms; /* wall clock: when it was put there */
};

/* From the records "action/…" of the session's group: where each entry that `caller` confirmed stands now. At most
 * DG_NOTED_MAX, the newest; returns how many. */
size_t dg_noted_take(struct dg_noted *out, const struct dg_record *records, size_t count, const struct dg_app *app,
        struct dg_str caller, struct dg_arena *arena);
/* The reading, to which the fixes were applied, in which an entry that is there already, and for which another time was said or
 * fixed, is to be moved. NULL: the arena is full. */
const struct dg_reading *dg_noted_apply(const struct dg_reading *reading, const struct dg_noted *noted, size_t count,
        const struct dg_fix *fixes, size_t fix_count, struct dg_arena *arena);

/* Records of the store. New; NULL: out of memory. */
json_t *dg_noted_record(const struct dg_noted *noted, size_t count, struct dg_arena *arena);
/* At most DG_NOTED_MAX; returns how many. */
size_t dg_noted_read(struct dg_noted *out, const json_t *list, struct dg_arena *arena);

#endif
