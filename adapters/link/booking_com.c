/* Booking.com's search results. It wants both days: a stay without an end is asked for as one night, which the card says. */
#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"
#include "adapters/slots.h"

/* The venue with its area, or one of them; empty where neither is known. */
static struct dg_str where(const struct dg_task *task, const struct dg_intent *intent)
{
    struct dg_spot venue = dg_spot_of(task, intent, "venue"), area = dg_spot_of(task, intent, "area");
    if (venue.kind == DG_SPOT_NONE)
        return area.kind != DG_SPOT_NONE ? area.label : dg_str_of("");
    bool names = area.kind == DG_SPOT_POINT || area.kind == DG_SPOT_NAME;
    return names ? dg_place_words(task, venue.label, area.label) : venue.label;
}

static struct dg_str check_out(struct dg_arena *arena, const struct dg_intent *intent, const struct dg_time *check_in)
{
    const struct dg_time *out = dg_slot_time(intent, "check_out");
    struct dg_str first = dg_link_date(arena, check_in->start), last = first;
    if (out)
        last = dg_link_date(arena, out->start);
    else if (check_in->has_end)
        last = dg_link_date(arena, check_in->end);
    /* ISO dates compare as text */
    return dg_str_compare(last, first) > 0 ? last : dg_link_date(arena, dg_link_days_later(check_in->start, 1));
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const needs_time[] = { "check_in", NULL }, *const needs_place[] = { "area", NULL };
    static const char *const carries[] = { "venue", "area", "check_in", "check_out", "guests", "rooms", NULL };
    static const char *const shown[] = { "guests", "rooms", "stars", "budget", NULL };
    const struct dg_time *check_in = dg_slot_time(intent, "check_in");
    struct dg_str words = where(task, intent);
    if (!check_in)
        return dg_task_missing(task, needs_time, "the first day is not known");
    if (!words.len)
        return dg_task_missing(task, needs_place, "the place is not known");
    struct dg_str first = dg_link_date(task->arena, check_in->start);
    struct dg_str last = check_out(task->arena, intent, check_in);
    struct dg_link link;
    dg_link_start(&link, "https://www.booking.com/searchresults.html");
    dg_link_text(&link, "ss", words);
    dg_link_text(&link, "checkin", first);
    dg_link_text(&link, "checkout", last);
    dg_link_number(&link, "group_adults", dg_slot_count(intent, "guests", 2, 30));
    dg_link_number(&link, "no_rooms", dg_slot_count(intent, "rooms", 1, 30));
    struct dg_offer offer = { .fields = dg_link_fields(task->arena, intent, carries) };
    offer.subtitle = dg_arena_print(task->arena, "%.*s – %.*s", (int)first.len, first.at, (int)last.len, last.at);
    offer.subtitle = dg_note_add(task->arena, offer.subtitle, dg_note_slots(task, intent, shown));
    offer.link = dg_link_end(&link, task->arena);
    return dg_link_offer(task, "Rooms on Booking.com:", "Booking.com 酒店:", words, offer);
}

static const char *const intents[] = { "booking.hotel", NULL };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "Find me a hotel in Paris from Friday to Sunday", "Europe/London" },
    { "帮我订周五到周日上海的酒店，两个人", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Can you book us a table at Dishoom for tomorrow 7pm, four people", "Europe/London" },
    { "帮我订明天从北京到上海的高铁票", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://www.booking.com/searchresults.html?" };

const struct dg_adapter dg_link_booking_com = {
    .name = "booking-com",
    .title = "Booking.com",
    .intents = intents,
    .ask = ask,
    .manifest = &manifest,
};
