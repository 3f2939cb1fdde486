#include "adapters/adapter.h"

#include <stdarg.h>
#include <stdio.h>

struct dg_str dg_setting(const struct dg_task *task, const char *key)
{
    const struct dg_adapter_option *option = task->adapter->options;
    for (size_t i = 0; option && option[i].key && i < DG_OPTIONS_MAX; i++) {
        if (strcmp(option[i].key, key) == 0)
            return task->settings->values[i];
    }
    return (struct dg_str){ "", 0 };
}

struct dg_str dg_task_url(const struct dg_task *task, struct dg_str path)
{
    return dg_task_url_of(task, task->adapter->base_option, path);
}

struct dg_str dg_task_url_of(const struct dg_task *task, const char *option, struct dg_str path)
{
    struct dg_str base = dg_setting(task, option);
    while (base.len > 0 && base.at[base.len - 1] == '/')
        base.len--;
    return dg_arena_print(task->arena, "%.*s%.*s", (int)base.len, base.at, (int)path.len, path.at);
}

struct dg_offer *dg_task_offer(struct dg_task *task, enum dg_offer_kind kind)
{
    if (task->offer_count == DG_OFFERS_MAX)
        return NULL;
    struct dg_offer *offer = &task->offers[task->offer_count++];
    *offer = (struct dg_offer){ .kind = kind, .provider = dg_str_of(task->adapter->title) };
    offer->sandbox = task->settings && task->settings->sandbox;
    return offer;
}

enum dg_turn dg_task_fail(struct dg_task *task, enum dg_status status, const char *detail, ...)
{
    char text[sizeof task->problem.detail];
    va_list args;
    va_start(args, detail);
    vsnprintf(text, sizeof text, detail, args);
    va_end(args);
    dg_problem_set(&task->problem, status, "", "%s", text);
    return DG_TURN_FAIL;
}

enum dg_turn dg_task_missing(struct dg_task *task, const char *const *slots, const char *detail)
{
    task->missing = slots;
    return dg_task_fail(task, DG_UNPROCESSABLE, "%s", detail);
}

enum dg_turn dg_task_fail_reply(struct dg_task *task, const struct dg_reply *reply)
{
    switch (reply->end) {
    case DG_SENT_OK:
        return dg_task_fail(task, DG_BAD_GATEWAY, "the provider answered with status %d", reply->status);
    case DG_SENT_NOT:
        return dg_task_fail(task, DG_UNAVAILABLE, "the provider could not be reached");
    case DG_SENT_UNKNOWN:
        return dg_task_fail(task, DG_TIMEOUT, "the provider did not answer in time");
    case DG_SENT_TOO_BIG:
        return dg_task_fail(task, DG_BAD_GATEWAY, "the provider's answer is too big");
    }
    return dg_task_fail(task, DG_INTERNAL, "no reply");
}

bool dg_price_holds(const struct dg_offer_price *agreed, const struct dg_offer_price *now)
{
    if (!agreed->known || !now->known)
        return true;
    return dg_str_eq(agreed->currency, now->currency) && now->amount_max < agreed->amount_max + 0.005;
}

const char *dg_task_words(const struct dg_task *task, const char *en, const char *zh)
{
    return task->language == DG_LANG_ZH ? zh : en;
}
