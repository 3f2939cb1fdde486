/* Running actions: from the record that says that the provider is about to be called to the record that says how it ended.
 * A run belongs to nobody: it goes on when whoever asked for it has gone, holds the lane's errands meanwhile and ends by
 * itself. All on the lane's thread. */
#ifndef DG_ACTION_RUN_H
#define DG_ACTION_RUN_H

#include "server/action.h"

/* DG_OK: the move is in the store and the provider is being called | DG_CONFLICT: the action was moved by somebody else
 * meanwhile | DG_UNAVAILABLE: the store did not answer, nothing is sent | DG_FULL: nor had it room | DG_TIMEOUT: it could not make
 * that safe, so the action was moved back to where it was, and nothing is sent. */
typedef void dg_action_begun(void *owner, enum dg_status status);

/* Confirms an offered action (key_digest is set). `begun` is called once, in a later turn or at once; the action is copied. */
void dg_action_confirm(struct dg_lane *lane, const struct dg_action *action, dg_action_begun *begun, void *owner);
/* Cancels a done action whose adapter can undo. */
void dg_action_cancel(struct dg_lane *lane, const struct dg_action *action, dg_action_begun *begun, void *owner);
/* Takes over a stale action: asks the provider, by the action's own key, what became of it. Nothing is ever sent again that
 * could book twice. */
void dg_action_tend(struct dg_lane *lane, const struct dg_action *action);

#endif
