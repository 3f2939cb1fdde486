/* Three-letter codes of places: IATA's for cities and airports, telegraph codes for Chinese stations.
 * Borrowed from the intent. Pure; any thread. */
#ifndef DG_CODE3_H
#define DG_CODE3_H

#include "intents/types.h"

/* Upper case; empty where the slot has no such code. */
struct dg_str dg_code_iata(const struct dg_intent *intent, const char *slot);
struct dg_str dg_code_telegraph(const struct dg_intent *intent, const char *slot);

#endif
