#include "server/problem.h"

#include "server/wire.h"

static json_t *errors_json(const struct dg_problem *problem)
{
    json_t *one = json_object();
    dg_wire_set(one, "pointer", json_string(problem->pointer));
    dg_wire_set(one, "detail", json_string(problem->detail));
    return json_pack("[o]", one);
}

json_t *dg_problem_json(const struct dg_problem *problem, struct dg_str request_id)
{
    json_t *out = json_object();
    dg_wire_set(out, "type", json_sprintf("/problems/%s", dg_status_type(problem->status)));
    dg_wire_set(out, "title", json_string(dg_status_title(problem->status)));
    dg_wire_set(out, "status", json_integer(dg_status_http(problem->status)));
    dg_wire_set(out, "detail", json_string(problem->detail[0] ? problem->detail : dg_status_title(problem->status)));
    dg_wire_set(out, "request_id", dg_wire_string(request_id));
    if (problem->pointer[0])
        dg_wire_set(out, "errors", errors_json(problem));
    return out;
}
