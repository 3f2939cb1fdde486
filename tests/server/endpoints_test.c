/* The endpoints, the catalogue and openapi.yaml say the same. */
#include "server/endpoints.h"

#include "intents/catalogue.h"
#include "server/documents.h"
#include "server/http_internal.h"
#include "tests/support/check.h"

#include <jansson.h>

static json_t *document;

static const json_t *at(const json_t *from, const char *a, const char *b, const char *c)
{
    const json_t *found = json_object_get(from, a);
    found = b ? json_object_get(found, b) : found;
    return c ? json_object_get(found, c) : found;
}

static const json_t *operation_of(const struct dg_endpoint *endpoint)
{
    char method[16] = "";
    for (size_t i = 0; endpoint->method[i] && i < sizeof method - 1; i++)
        method[i] = (char)(endpoint->method[i] | 0x20);
    return at(document, "paths", endpoint->path, method);
}

static void every_endpoint_is_described(void)
{
    for (size_t i = 0; i < dg_endpoint_count; i++) {
        const struct dg_endpoint *e = &dg_endpoints[i];
        const json_t *operation = operation_of(e);
        if (!DG_CHECK(operation, "%s %s is not in openapi.yaml", e->method, e->path))
            continue;
        DG_CHECK((json_object_get(operation, "requestBody") != NULL) == (e->body_max > 0), "%s %s: body", e->method,
                e->path);
        DG_CHECK((json_object_get(operation, "security") != NULL) == e->open, "%s %s: open", e->method, e->path);
    }
}

static size_t count_operations(void)
{
    size_t count = 0;
    const char *path, *key;
    json_t *item, *operation;
    json_object_foreach(json_object_get(document, "paths"), path, item)
    {
        json_object_foreach(item, key, operation) count += json_object_get(operation, "operationId") != NULL;
    }
    return count;
}

static void nothing_else_is_described(void)
{
    DG_CHECK_INT((long long)count_operations(), (long long)dg_endpoint_count, "operations");
}

static void check_enum(const char *schema, const char *(*name_of)(size_t))
{
    const json_t *names = at(at(document, "components", "schemas", schema), "enum", NULL, NULL);
    DG_CHECK_INT((long long)json_array_size(names), (long long)dg_catalogue_count, schema);
    for (size_t i = 0; i < dg_catalogue_count; i++)
        DG_CHECK_STR(dg_str_of(json_string_value(json_array_get(names, i))), name_of(i), schema);
}

static const char *intent_name(size_t i)
{
    return dg_catalogue[i].name;
}

static const char *target_name(size_t i)
{
    return dg_catalogue[i].target;
}

static void intents_and_targets_are_those_of_the_catalogue(void)
{
    check_enum("IntentName", intent_name);
    check_enum("Target", target_name);
}

static const struct {
    const char *method, *path, *found; /* NULL: none */
    bool path_known;
    const char *first_param;
} cases[] = {
    { "POST", "/v1/parse", "/v1/parse", true, NULL },
    { "GET", "/", "/", true, NULL },
    { "HEAD", "/docs", "/docs", true, NULL },
    { "GET", "/v1/drags/d1", "/v1/drags/{id}", true, "d1" },
    { "GET", "/v1/drags/d1/targets/ride", "/v1/drags/{id}/targets/{target}", true, "d1" },
    { "GET", "/v1/parse", NULL, true, NULL },
    { "HEAD", "/v1/parse", NULL, true, NULL },
    { "DELETE", "/v1/drags/d1", NULL, true, NULL },
    { "GET", "/v1/drags/", NULL, false, NULL },
    { "GET", "/v1/drags//drop", NULL, false, NULL },
    { "GET", "/v1/drags/d1/", NULL, false, NULL },
    { "GET", "/v1/drags/d1/drop/x", NULL, false, NULL },
    { "GET", "/v1", NULL, false, NULL },
    { "GET", "v1/intents", NULL, false, NULL },
    { "GET", "", NULL, false, NULL },
    { "GET", "//", NULL, false, NULL },
    { "get", "/docs", NULL, true, NULL },
};

static void paths_and_methods_find_their_endpoint(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_str params[DG_PATH_PARAMS_MAX] = { 0 };
        bool known;
        const struct dg_endpoint *e =
                dg_endpoint_find(dg_str_of(cases[i].method), dg_str_of(cases[i].path), params, &known);
        DG_CHECK(known == cases[i].path_known, "%s %s: path known", cases[i].method, cases[i].path);
        DG_CHECK((e != NULL) == (cases[i].found != NULL), "%s %s", cases[i].method, cases[i].path);
        if (e && cases[i].found)
            DG_CHECK_STR(dg_str_of(e->path), cases[i].found, cases[i].path);
        if (cases[i].first_param)
            DG_CHECK_STR(params[0], cases[i].first_param, cases[i].path);
    }
}

static void parameters_are_known_by_name(void)
{
    bool known;
    struct dg_str params[DG_PATH_PARAMS_MAX];
    const struct dg_endpoint *e =
            dg_endpoint_find(dg_str_of("GET"), dg_str_of("/v1/drags/d/targets/t"), params, &known);
    DG_CHECK_INT(dg_endpoint_param(e, "id"), 0, "id");
    DG_CHECK_INT(dg_endpoint_param(e, "target"), 1, "target");
    DG_CHECK_INT(dg_endpoint_param(e, "drags"), -1, "no parameter");
}

static void the_allowed_methods_of_a_path_are_listed(void)
{
    struct dg_arena *arena = dg_arena_create(4096);
    DG_CHECK_STR(dg_endpoint_methods(dg_str_of("/v1/drags/d1"), arena), "GET, PATCH", "drags");
    DG_CHECK_STR(dg_endpoint_methods(dg_str_of("/nothing"), arena), "", "nothing");
    dg_arena_destroy(arena);
}

int main(void)
{
    struct dg_str text = dg_document_openapi();
    document = json_loadb(text.at, text.len, 0, NULL);
    dg_run("every endpoint is described", every_endpoint_is_described);
    dg_run("nothing else is described", nothing_else_is_described);
    dg_run("intents and targets are those of the catalogue", intents_and_targets_are_those_of_the_catalogue);
    dg_run("paths and methods find their endpoint", paths_and_methods_find_their_endpoint);
    dg_run("parameters are known by name", parameters_are_known_by_name);
    dg_run("the allowed methods of a path are listed", the_allowed_methods_of_a_path_are_listed);
    json_decref(document);
    return dg_done();
}
