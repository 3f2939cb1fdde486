/* Problems as RFC 9457 bodies. Nothing is kept; any thread. */
#ifndef DG_SERVER_PROBLEM_H
#define DG_SERVER_PROBLEM_H

#include "intents/status.h"

#include <jansson.h>

/* application/problem+json of the problem. New; NULL: out of memory. */
json_t *dg_problem_json(const struct dg_problem *problem, struct dg_str request_id);

#endif
