#include "server/api.h"

enum { JSON_BODY_MAX = 65535, NO_BODY = 0 };

const struct dg_endpoint dg_endpoints[] = {
    { "POST", "/v1/parse", dg_api_parse, JSON_BODY_MAX, false },
    { "POST", "/v1/drags", dg_api_drag_start, JSON_BODY_MAX, false },
    { "GET", "/v1/drags/{id}", dg_api_drag_read, NO_BODY, false },
    { "PATCH", "/v1/drags/{id}", dg_api_drag_extend, JSON_BODY_MAX, false },
    { "POST", "/v1/drags/{id}/drop", dg_api_drag_drop, JSON_BODY_MAX, false },
    { "GET", "/v1/drags/{id}/targets/{target}", dg_api_drag_hover, NO_BODY, false },
    { "POST", "/v1/drags/{id}/corrections", dg_api_drag_correct, JSON_BODY_MAX, false },
    { "GET", "/v1/sessions/{id}", dg_api_session_read, NO_BODY, false },
    { "GET", "/v1/sessions/{id}/export", dg_api_session_export, NO_BODY, false },
    { "DELETE", "/v1/sessions/{id}", dg_api_session_forget, NO_BODY, false },
    { "GET", "/v1/actions/{id}", dg_api_action_read, NO_BODY, false },
    { "POST", "/v1/actions/{id}/confirm", dg_api_action_confirm, JSON_BODY_MAX, false },
    { "POST", "/v1/actions/{id}/cancel", dg_api_action_cancel, NO_BODY, false },
    { "GET", "/v1/intents", dg_api_intents, NO_BODY, false },
    { "GET", "/v1/adapters", dg_api_adapters, NO_BODY, false },
    { "GET", "/healthz", dg_api_health, NO_BODY, true },
    { "GET", "/readyz", dg_api_ready, NO_BODY, true },
    { "GET", "/metrics", dg_api_metrics, NO_BODY, true },
    { "GET", "/openapi.json", dg_api_openapi, NO_BODY, true },
    { "GET", "/docs", dg_api_docs, NO_BODY, true },
    { "GET", "/", dg_api_page, NO_BODY, true },
};

const size_t dg_endpoint_count = sizeof dg_endpoints / sizeof dg_endpoints[0];
