#include "intents/catalogue.h"

#define REQUIRED(name, kind) \
    { \
        name, kind, true, false \
    }
#define OPTIONAL(name, kind) \
    { \
        name, kind, false, false \
    }
#define SEVERAL(name, kind) \
    { \
        name, kind, false, true \
    }

const struct dg_intent_schema dg_catalogue[] = {
    { "ride.request", "ride", "Get a ride", "打车",
            { OPTIONAL("pickup", DG_PLACE), REQUIRED("dropoff", DG_PLACE), OPTIONAL("time", DG_TIME),
                    OPTIONAL("passengers", DG_COUNT), OPTIONAL("ride_type", DG_TEXT), SEVERAL("stops", DG_PLACE) } },
    { "booking.restaurant", "table", "Book a table", "订餐厅",
            { OPTIONAL("venue", DG_PLACE), OPTIONAL("cuisine", DG_TEXT), OPTIONAL("area", DG_PLACE),
                    REQUIRED("time", DG_TIME), OPTIONAL("party_size", DG_COUNT), OPTIONAL("budget", DG_MONEY),
                    OPTIONAL("requests", DG_TEXT) } },
    { "booking.hotel", "room", "Book a room", "订酒店",
            { OPTIONAL("venue", DG_PLACE), OPTIONAL("area", DG_PLACE), REQUIRED("check_in", DG_TIME),
                    OPTIONAL("check_out", DG_TIME), OPTIONAL("guests", DG_COUNT), OPTIONAL("rooms", DG_COUNT),
                    OPTIONAL("budget", DG_MONEY), OPTIONAL("stars", DG_COUNT) } },
    { "booking.flight", "flight", "Book a flight", "订机票",
            { OPTIONAL("origin", DG_PLACE), REQUIRED("destination", DG_PLACE), REQUIRED("depart", DG_TIME),
                    OPTIONAL("return", DG_TIME), OPTIONAL("passengers", DG_COUNT), OPTIONAL("number", DG_CODE),
                    OPTIONAL("cabin", DG_TEXT) } },
    { "booking.train", "train", "Book a train", "订火车票",
            { OPTIONAL("origin", DG_PLACE), REQUIRED("destination", DG_PLACE), REQUIRED("depart", DG_TIME),
                    OPTIONAL("return", DG_TIME), OPTIONAL("passengers", DG_COUNT), OPTIONAL("number", DG_CODE),
                    OPTIONAL("seat", DG_TEXT) } },
    { "booking.bus", "bus", "Book a coach", "订汽车票",
            { OPTIONAL("origin", DG_PLACE), REQUIRED("destination", DG_PLACE), REQUIRED("depart", DG_TIME),
                    OPTIONAL("passengers", DG_COUNT) } },
    { "booking.event", "ticket", "Get tickets", "买票",
            { REQUIRED("title", DG_TEXT), OPTIONAL("venue", DG_PLACE), OPTIONAL("time", DG_TIME),
                    OPTIONAL("tickets", DG_COUNT), OPTIONAL("category", DG_TEXT) } },
    { "calendar.create", "calendar", "Add to the calendar", "加入日历",
            { REQUIRED("title", DG_TEXT), REQUIRED("time", DG_TIME), OPTIONAL("place", DG_PLACE),
                    SEVERAL("attendees", DG_PERSON), OPTIONAL("recurrence", DG_TEXT), OPTIONAL("reminder", DG_TIME),
                    OPTIONAL("url", DG_TEXT) } },
    { "calendar.query", "agenda", "Look at the calendar", "查看日程", { REQUIRED("time", DG_TIME) } },
    { "calendar.update", "reschedule", "Change the calendar entry", "修改日程",
            { OPTIONAL("title", DG_TEXT), OPTIONAL("time", DG_TIME), OPTIONAL("new_time", DG_TIME),
                    OPTIONAL("place", DG_PLACE) } },
    { "calendar.cancel", "unschedule", "Remove the calendar entry", "取消日程",
            { OPTIONAL("title", DG_TEXT), OPTIONAL("time", DG_TIME), OPTIONAL("new_time", DG_TIME),
                    OPTIONAL("place", DG_PLACE) } },
    { "navigate.route", "route", "Show the way", "导航",
            { REQUIRED("destination", DG_PLACE), OPTIONAL("origin", DG_PLACE), OPTIONAL("mode", DG_TEXT) } },
    { "parcel.track", "parcel", "Track the parcel", "查快递",
            { REQUIRED("number", DG_CODE), OPTIONAL("carrier", DG_TEXT) } },
    { "contact.call", "call", "Call", "打电话", { REQUIRED("number", DG_CODE), OPTIONAL("name", DG_PERSON) } },
    { "text.summarize", "summary", "Summarise", "总结",
            { REQUIRED("text", DG_TEXT), OPTIONAL("language", DG_TEXT), OPTIONAL("style", DG_TEXT) } },
    { "text.translate", "translation", "Translate", "翻译",
            { REQUIRED("text", DG_TEXT), OPTIONAL("language", DG_TEXT), OPTIONAL("style", DG_TEXT) } },
    { "text.compose", "draft", "Write a reply", "写回复",
            { REQUIRED("text", DG_TEXT), OPTIONAL("language", DG_TEXT), OPTIONAL("style", DG_TEXT) } },
    { "web.search", "search", "Search the web", "网上搜索", { REQUIRED("query", DG_TEXT) } },
};

const size_t dg_catalogue_count = sizeof dg_catalogue / sizeof dg_catalogue[0];

const struct dg_intent_schema *dg_catalogue_find(struct dg_str name)
{
    for (size_t i = 0; i < dg_catalogue_count; i++) {
        if (dg_str_is(name, dg_catalogue[i].name))
            return &dg_catalogue[i];
    }
    return NULL;
}

const struct dg_slot_schema *dg_schema_slot(const struct dg_intent_schema *schema, const char *name)
{
    for (const struct dg_slot_schema *s = schema->slots; s < schema->slots + DG_SLOTS_MAX && s->name; s++) {
        if (strcmp(s->name, name) == 0)
            return s;
    }
    return NULL;
}

const char *dg_value_kind_name(enum dg_value_kind kind)
{
    static const char *const names[] = {
        [DG_NOTHING] = "",
        [DG_TIME] = "Time",
        [DG_PLACE] = "Place",
        [DG_COUNT] = "Count",
        [DG_TEXT] = "Text",
        [DG_MONEY] = "Money",
        [DG_PERSON] = "Person",
        [DG_CODE] = "Code",
    };
    return names[kind];
}
