/* The handlers that endpoints.c lists, by file. Each reads its exchange, calls the work and replies now or later; it runs on
 * the lane's thread. */
#ifndef DG_API_H
#define DG_API_H

#include "server/app.h"
#include "server/http.h"

/* api_parse.c */
void dg_api_parse(struct dg_lane *lane, struct dg_exchange *ex);

/* api_drags.c */
void dg_api_drag_start(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_drag_read(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_drag_extend(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_drag_hover(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_drag_correct(struct dg_lane *lane, struct dg_exchange *ex);

/* api_drop.c */
void dg_api_drag_drop(struct dg_lane *lane, struct dg_exchange *ex);

/* api_sessions.c */
void dg_api_session_read(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_session_export(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_session_forget(struct dg_lane *lane, struct dg_exchange *ex);

/* api_actions.c */
void dg_api_action_read(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_action_confirm(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_action_cancel(struct dg_lane *lane, struct dg_exchange *ex);

/* api_catalogue.c */
void dg_api_intents(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_adapters(struct dg_lane *lane, struct dg_exchange *ex);

/* api_ops.c */
void dg_api_health(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_ready(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_metrics(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_openapi(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_docs(struct dg_lane *lane, struct dg_exchange *ex);
void dg_api_page(struct dg_lane *lane, struct dg_exchange *ex);

#endif
