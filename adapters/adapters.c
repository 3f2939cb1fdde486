#include "adapters/adapter.h"
#include "intents/catalogue.h"

/* One line an adapter: what books comes before what only links. */
#define ADAPTERS(X) \
    X(dg_ride_tomp) \
    X(dg_ride_uber) \
    X(dg_booking_osdm) \
    X(dg_booking_amadeus_hotel) \
    X(dg_booking_amadeus_flight) \
    X(dg_calendar_caldav) \
    X(dg_calendar_google) \
    X(dg_calendar_msgraph) \
    X(dg_place_amap) \
    X(dg_place_nominatim) \
    X(dg_place_photon) \
    X(dg_link_yandex_go) \
    X(dg_link_uber) \
    X(dg_link_lyft) \
    X(dg_link_gett) \
    X(dg_link_didi) \
    X(dg_link_amap_ride) \
    X(dg_link_amap) \
    X(dg_link_baidu_map) \
    X(dg_link_tencent_map) \
    X(dg_link_google_maps) \
    X(dg_link_apple_maps) \
    X(dg_link_opentable) \
    X(dg_link_dianping) \
    X(dg_link_booking_com) \
    X(dg_link_ctrip) \
    X(dg_link_rail_12306) \
    X(dg_link_google_calendar) \
    X(dg_link_ics) \
    X(dg_link_call) \
    X(dg_link_parcel) \
    X(dg_link_baidu_search) \
    X(dg_link_google_search)

#define DECLARE(name) extern const struct dg_adapter name;
ADAPTERS(DECLARE)
#undef DECLARE

const struct dg_adapter *const dg_adapters[] = {
#define LIST(name) &(name),
    ADAPTERS(LIST)
#undef LIST
            NULL,
};

const struct dg_adapter *dg_adapter_find(struct dg_str name)
{
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        if (dg_str_is(name, (*a)->name))
            return *a;
    }
    return NULL;
}

bool dg_adapter_does(const struct dg_adapter *adapter, const char *intent)
{
    for (const char *const *i = adapter->intents; *i; i++) {
        if (strcmp(*i, intent) == 0)
            return true;
    }
    return false;
}

static bool speaks(const struct dg_adapter *adapter, enum dg_language language)
{
    if (!adapter->languages || language == DG_LANG_UNKNOWN)
        return true;
    for (size_t i = 0; adapter->languages[i]; i++) {
        if (strcmp(adapter->languages[i], dg_language_tag(language)) == 0)
            return true;
    }
    return false;
}

bool dg_adapter_serves(const struct dg_adapter *adapter, const struct dg_intent *intent, const struct dg_context *ctx)
{
    return dg_adapter_does(adapter, intent->schema->name) && speaks(adapter, ctx->language) &&
            (!adapter->serves || adapter->serves(intent, ctx));
}
