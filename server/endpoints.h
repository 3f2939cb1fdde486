/* Which endpoint a request is for: the table of http.h, matched. Pure; any thread. */
#ifndef DG_ENDPOINTS_H
#define DG_ENDPOINTS_H

#include "server/http.h"

/* The endpoint for method and path, its path parameters in the order in which they stand (`params` has room for
 * DG_PATH_PARAMS_MAX). HEAD is served as GET. NULL: `*path_known` says whether another method would do. */
const struct dg_endpoint *dg_endpoint_find(
        struct dg_str method, struct dg_str path, struct dg_str *params, bool *path_known);
/* The number, in that order, of the endpoint's parameter called `name`; -1 when it has none. */
int dg_endpoint_param(const struct dg_endpoint *endpoint, const char *name);
/* "GET, PATCH": the methods of all endpoints with that path, in `arena`. */
struct dg_str dg_endpoint_methods(struct dg_str path, struct dg_arena *arena);

#endif
