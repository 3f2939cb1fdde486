#include "intents/aim_model.h"

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
    const char *at = bytes;
    size_t head = DG_AIM_HEAD_BYTES + sizeof(struct dg_aim_numbers);
    if ((uintptr_t)bytes % 4 != 0 || len != head + (size_t)DG_AIM_ROWS * DG_AIM_COUNT ||
            memcmp(at, DG_AIM_MAGIC, strlen(DG_AIM_MAGIC)) != 0)
        return false;
    const struct dg_aim_numbers *numbers = (const void *)(at + DG_AIM_HEAD_BYTES);
    bool sound = numbers->scale > 0 && numbers->scale < 10;
    for (size_t i = 0; sound && i < DG_AIM_COUNT; i++)
        sound = numbers->bias[i] > -100 && numbers->bias[i] < 100;
    *out = (struct dg_aim_model){ numbers, (const int8_t *)(at + head) };
    return sound;
}
