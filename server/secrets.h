/* Verification codes and passwords that stand in dragged text: read for what they are and struck out at the door, so that
 * they reach no reply, no store and no log. Pure; one thread at a time. */
#ifndef DG_SECRETS_H
#define DG_SECRETS_H

#include "server/wire_ask.h"

/* Strikes out, in the ask's own texts, every secret that its reading has found: "*" for each character, so that all spans
 * stay true. What borrows from those texts, the reading among them, sees them struck out. */
void dg_secrets_strike(struct dg_ask *ask, const struct dg_reading *reading);

#endif
