/* A telephone number for the phone's own dialler: the tel URI (RFC 3966), without the separators that people write. */
#include "adapters/link/link.h"
#include "adapters/manifest.h"
#include "adapters/slots.h"

static bool dialled(char c)
{
    return (c >= '0' && c <= '9') || c == '+' || c == '*';
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs[] = { "number", NULL };
    static const char *const carries[] = { "number", NULL };
    struct dg_str number = dg_slot_text(intent, "number"), name = dg_slot_text(intent, "name");
    struct dg_link link;
    dg_link_start(&link, "tel:");
    size_t before = link.len;
    for (size_t i = 0; i < number.len; i++) {
        char one[] = { number.at[i], '\0' };
        if (one[0] == '#')
            dg_link_value(&link, dg_str_of(one));
        else if (dialled(one[0]))
            dg_link_raw(&link, one);
    }
    if (link.len == before)
        return dg_task_missing(task, needs, "the number is not known");
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.link = offer.app_link = dg_link_end(&link, task->arena);
    if (name.len)
        offer.subtitle = number;
    return dg_link_offer(task, "Call", "拨打", name.len ? name : number, offer);
}

static const char *const intents[] = { "contact.call", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Call me back on +44 20 7946 0958", "Europe/London" },
    { "有事打我电话13812345678", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "My UPS parcel is 1Z12345E0205271688", "Europe/London" },
    { "顺丰单号SF1234567890123，帮我查一下", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "tel:+442079460958" };

const struct dg_adapter dg_link_call = {
    .name = "call",
    .title = "Telephone",
    .intents = intents,
    .ask = ask,
    .manifest = &manifest,
};
