/* Replies that are JSON. On the lane's thread. */
#ifndef DG_REPLY_H
#define DG_REPLY_H

#include "server/http.h"

#include <jansson.h>

/* Replies with `body` as application/json and takes its reference. NULL (out of memory) becomes a 503. */
void dg_reply_json(struct dg_exchange *ex, int status, json_t *body);
/* The same with JSON that was printed already; empty (out of memory) becomes a 503. */
void dg_reply_text(struct dg_exchange *ex, int status, struct dg_str text);
/* Replies with a problem of `status`; `detail` is a plain sentence of ours. */
void dg_reply_problem(struct dg_exchange *ex, enum dg_status status, const char *detail);

#endif
