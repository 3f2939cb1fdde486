/* The sweep: finds the actions that a server left in the middle, and has their providers asked what became of them.
 * Every action that begins is noted in the store, in a group for the ten minutes it began in, before its provider is called;
 * the note is closed when the action is settled. At start, and then every few seconds, the open notes of the last day are
 * looked at: whoever is responsible (a crashed server is not any more) is told by the action's own record.
 * One sweep a server, on its first lane's thread. */
#ifndef DG_SWEEP_H
#define DG_SWEEP_H

#include "server/action.h"

enum { DG_SWEEP_FIRST_MS = 300, DG_SWEEP_EVERY_MS = 5000 };

/* Notes the action as begun: before its record is written. Returns when, for dg_sweep_close_note. */
int64_t dg_sweep_note(struct dg_lane *lane, const struct dg_action_id *id);
/* Closes the note made at `noted_s` (UTC). That a note stays open does no harm: the sweep looks once more. */
void dg_sweep_close_note(struct dg_lane *lane, const struct dg_action_id *id, int64_t noted_s);

struct dg_sweep;

/* NULL: out of memory. Begins by itself. */
struct dg_sweep *dg_sweep_create(struct dg_lane *lane);
/* After the store of the lane, before its loop. NULL is harmless. */
void dg_sweep_destroy(struct dg_sweep *sweep);

#endif
