/* OAuth 2.0 client credentials (RFC 6749 §4.4), as a first request of a task to the provider's own host.
 * The adapter has the options client_id and client_secret. A token serves one task: adapters keep nothing between tasks.
 * Pure; any thread. */
#ifndef DG_OAUTH2_H
#define DG_OAUTH2_H

#include "adapters/adapter.h"

/* Writes the request for a token at `path` below the base URL. */
enum dg_turn dg_oauth2_ask(struct dg_task *task, struct dg_request *next, const char *path);
/* The access token in the reply, as the value of an Authorization header; empty where there is none. */
struct dg_str dg_oauth2_hear(struct dg_task *task, const struct dg_reply *reply);

#endif
