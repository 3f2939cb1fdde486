/* OAuth 2.0 as a first request of a task: client credentials (RFC 6749 §4.4) or a refresh token (§6).
 * The adapter has the options client_id and client_secret, for a refresh also refresh_token. Where it has a
 * token_base_option that is set, the token is asked for there, else from the provider's own host. A token serves one task:
 * adapters keep nothing between tasks. Pure; any thread. */
#ifndef DG_OAUTH2_H
#define DG_OAUTH2_H

#include "adapters/adapter.h"

/* Writes the request for a token at `path` below the base URL; `scope` may be NULL. */
enum dg_turn dg_oauth2_ask(struct dg_task *task, struct dg_request *next, const char *path, const char *scope);
/* The same with the person's refresh token. */
enum dg_turn dg_oauth2_refresh(struct dg_task *task, struct dg_request *next, const char *path, const char *scope);
/* The access token in the reply, as the value of an Authorization header; empty where there is none. */
struct dg_str dg_oauth2_hear(struct dg_task *task, const struct dg_reply *reply);

#endif
