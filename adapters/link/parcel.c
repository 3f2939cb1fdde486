/* Where a parcel is: the carrier's own page, or for Chinese carriers that of Kuaidi100, which asks them all. Only forms that
 * unrelated programs agree on; a number without a carrier opens none of them. */
#include "adapters/link/link.h"
#include "adapters/manifest.h"
#include "adapters/slots.h"

static const struct carrier {
    const char *name; /* as the reader calls it */
    const char *page, *field; /* the number is the field's value */
} carriers[] = {
    { "UPS", "https://www.ups.com/track", "tracknum" },
    { "FedEx", "https://www.fedex.com/fedextrack/", "trknbr" },
    { "USPS", "https://tools.usps.com/go/TrackConfirmAction", "tLabels" },
    { "DHL", "https://www.dhl.com/global-en/home/tracking.html", "tracking-id" },
    { "顺丰", "https://www.kuaidi100.com/chaxun?com=shunfeng", "nu" },
    { "圆通", "https://www.kuaidi100.com/chaxun?com=yuantong", "nu" },
    { "中通", "https://www.kuaidi100.com/chaxun?com=zhongtong", "nu" },
    { "申通", "https://www.kuaidi100.com/chaxun?com=shentong", "nu" },
    { "韵达", "https://www.kuaidi100.com/chaxun?com=yunda", "nu" },
    { "极兔", "https://www.kuaidi100.com/chaxun?com=jtexpress", "nu" },
    { "京东", "https://www.kuaidi100.com/chaxun?com=jd", "nu" },
    { "德邦", "https://www.kuaidi100.com/chaxun?com=debangkuaidi", "nu" },
    { "EMS", "https://www.kuaidi100.com/chaxun?com=ems", "nu" },
};

static const struct carrier *carrier_called(struct dg_str name)
{
    for (size_t i = 0; i < sizeof carriers / sizeof carriers[0]; i++) {
        if (dg_str_is(name, carriers[i].name))
            return &carriers[i];
    }
    return NULL;
}

/* What the person said counts before what the number looks like. */
static const struct carrier *carrier_of(const struct dg_intent *intent)
{
    const struct carrier *said = carrier_called(dg_slot_text(intent, "carrier"));
    const struct dg_slot *number = dg_intent_slot(intent, "number");
    if (said || !number || number->value.kind != DG_CODE)
        return said;
    return carrier_called(number->value.code.scheme);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs_number[] = { "number", NULL }, *const needs_carrier[] = { "carrier", NULL };
    struct dg_str number = dg_slot_text(intent, "number");
    const struct carrier *carrier = carrier_of(intent);
    if (!number.len)
        return dg_task_missing(task, needs_number, "the number of the parcel is not known");
    if (!carrier)
        return dg_task_missing(task, needs_carrier, "the carrier is not known, or has no page that takes a number");
    struct dg_link link;
    dg_link_start(&link, carrier->page);
    dg_link_name(&link, carrier->field);
    for (size_t i = 0; i < number.len; i++) {
        if (number.at[i] != ' ' && number.at[i] != '-')
            dg_link_value(&link, dg_str_cut(number, i, i + 1));
    }
    struct dg_offer offer = { .fields = dg_str_of("number"), .link = dg_link_end(&link, task->arena) };
    offer.subtitle = dg_str_of(carrier->name);
    return dg_link_offer(task, "Track parcel", "查询快递", number, offer);
}

static const char *const intents[] = { "parcel.track", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "My UPS parcel is 1Z12345E0205271688", "Europe/London" },
    { "顺丰单号SF1234567890123，帮我查一下", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Call me back on +44 20 7946 0958", "Europe/London" },
    { "有事打我电话13812345678", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://" };

const struct dg_adapter dg_link_parcel = {
    .name = "parcel",
    .title = "Parcel tracking",
    .intents = intents,
    .ask = ask,
    .manifest = &manifest,
};
