#include "server/targets.h"

#include "intents/catalogue.h"

const struct dg_plug *dg_plug_find(const struct dg_app *app, struct dg_str name)
{
    for (size_t i = 0; i < app->plug_count; i++) {
        if (app->plugs[i].on && dg_str_is(name, app->plugs[i].adapter->name))
            return &app->plugs[i];
    }
    return NULL;
}

bool dg_plug_is_live(const struct dg_plug *plug)
{
    return plug->adapter->base_option != NULL;
}

static bool serves(const struct dg_plug *plug, const struct dg_intent *intent, const struct dg_reading *reading,
        const struct dg_context *ctx)
{
    struct dg_context told = *ctx; /* the region may hang on the language, where no locale names one */
    if (told.language == DG_LANG_UNKNOWN)
        told.language = reading->language;
    return plug->on && dg_adapter_serves(plug->adapter, intent, &told);
}

static bool route(struct dg_target *target, const struct dg_app *app, const struct dg_reading *reading,
        const struct dg_context *ctx, struct dg_arena *arena)
{
    target->routes = dg_arena_array(arena, app->plug_count + 1, sizeof *target->routes);
    if (!target->routes)
        return false;
    for (size_t i = 0; i < app->plug_count; i++) {
        if (serves(&app->plugs[i], target->intent, reading, ctx))
            target->routes[target->route_count++].plug = &app->plugs[i];
    }
    return true;
}

/* Keeps the order of confidence within those that somebody serves and within those that nobody does. */
static void unserved_last(struct dg_targets *targets, struct dg_arena *arena)
{
    struct dg_target *sorted = dg_arena_array(arena, targets->count + 1, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; sorted && i < targets->count; i++) {
        if (targets->at[i].route_count)
            sorted[count++] = targets->at[i];
    }
    for (size_t i = 0; sorted && i < targets->count; i++) {
        if (!targets->at[i].route_count)
            sorted[count++] = targets->at[i];
    }
    if (sorted)
        targets->at = sorted;
}

bool dg_targets_route(struct dg_targets *out, const struct dg_app *app, const struct dg_reading *reading,
        const struct dg_context *ctx, struct dg_arena *arena)
{
    *out = (struct dg_targets){ dg_arena_array(arena, DG_TARGETS_MAX, sizeof *out->at), 0 };
    if (!out->at)
        return false;
    for (size_t i = 0; i < reading->intent_count && out->count < DG_TARGETS_MAX; i++) {
        const struct dg_intent *intent = &reading->intents[i];
        if (dg_targets_find(out, dg_str_of(intent->schema->target)))
            continue;
        struct dg_target *target = &out->at[out->count++];
        target->intent = intent;
        if (!route(target, app, reading, ctx, arena))
            return false;
    }
    unserved_last(out, arena);
    return !dg_arena_overflowed(arena);
}

struct dg_target *dg_targets_find(const struct dg_targets *targets, struct dg_str name)
{
    for (size_t i = 0; i < targets->count; i++) {
        if (dg_str_is(name, targets->at[i].intent->schema->target))
            return &targets->at[i];
    }
    return NULL;
}

bool dg_target_exists(struct dg_str name)
{
    for (size_t i = 0; i < dg_catalogue_count; i++) {
        if (dg_str_is(name, dg_catalogue[i].target))
            return true;
    }
    return false;
}
