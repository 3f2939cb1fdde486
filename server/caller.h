/* Who is calling: API keys, of which only hashes are known. Pure; any thread. */
#ifndef DG_CALLER_H
#define DG_CALLER_H

#include "server/config.h"

/* The caller's name by the headers Authorization and X-Api-Key (either may be empty); empty when it cannot be told.
 * Without any key in the config everybody is "dev". Borrowed from the config. Takes the same time whichever key fits. */
struct dg_str dg_caller_of(const struct dg_config *config, struct dg_str authorization, struct dg_str api_key);

#endif
