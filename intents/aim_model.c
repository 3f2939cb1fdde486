#include "intents/aim_model.h"

#include "intents/learned.h"

static const char *const intents[DG_AIM_COUNT] = {
    [DG_AIM_RIDE] = "ride.request",
    [DG_AIM_RESTAURANT] = "booking.restaurant",
    [DG_AIM_HOTEL] = "booking.hotel",
    [DG_AIM_FLIGHT] = "booking.flight",
    [DG_AIM_TRAIN] = "booking.train",
    [DG_AIM_BUS] = "booking.bus",
    [DG_AIM_EVENT] = "booking.event",
    [DG_AIM_CREATE] = "calendar.create",
    [DG_AIM_QUERY] = "calendar.query",
    [DG_AIM_UPDATE] = "calendar.update",
    [DG_AIM_CANCEL] = "calendar.cancel",
    [DG_AIM_ROUTE] = "navigate.route",
    [DG_AIM_PARCEL] = "parcel.track",
    [DG_AIM_CALL] = "contact.call",
    [DG_AIM_SUMMARIZE] = "text.summarize",
    [DG_AIM_TRANSLATE] = "text.translate",
    [DG_AIM_COMPOSE] = "text.compose",
    [DG_AIM_SEARCH] = "web.search",
};

const char *dg_aim_intent(enum dg_aim aim)
{
    return intents[aim];
}

enum dg_aim dg_aim_find(struct dg_str intent)
{
    enum dg_aim aim = DG_AIM_NONE;
    if (dg_str_is(intent, "none"))
        return aim;
    for (aim = DG_AIM_RIDE; aim < DG_AIM_COUNT && !dg_str_is(intent, intents[aim]); aim++)
        continue;
    return aim;
}

bool dg_aim_model_open(struct dg_aim_model *out, const void *bytes, size_t len)
{
    static const struct dg_learned_form form = { DG_AIM_MAGIC, DG_AIM_HEAD_BYTES, DG_AIM_COUNT, DG_AIM_ROWS };
    const char *numbers = (const char *)bytes + DG_AIM_HEAD_BYTES;
    if (!dg_learned_is_file(&form, bytes, len))
        return false;
    *out = (struct dg_aim_model){ (const void *)numbers, (const int8_t *)numbers + sizeof *out->numbers };
    return true;
}
