/* Apple Maps: Map Links (developer.apple.com). They work everywhere and open the app on Apple's devices. */
#include "adapters/link/link.h"
#include "adapters/link/note.h"
#include "adapters/link/trip.h"
#include "adapters/manifest.h"

static void write_spot(struct dg_link *link, const char *name, const struct dg_spot *spot)
{
    dg_link_name(link, name);
    if (spot->kind == DG_SPOT_NAME) {
        dg_link_value(link, spot->label);
        return;
    }
    dg_link_point(link, spot->at);
}

static enum dg_turn ask(struct dg_task *task, const struct dg_intent *intent, struct dg_request *next)
{
    (void)next;
    static const char *const flags[] = {
        [DG_DRIVING] = "d", [DG_TRANSIT] = "r", [DG_WALKING] = "w", [DG_CYCLING] = "d"
    };
    struct dg_trip trip;
    if (!dg_trip_read(&trip, task, intent))
        return DG_TURN_FAIL;
    struct dg_link link;
    dg_link_start(&link, "https://maps.apple.com/");
    if (dg_trip_starts(&trip))
        write_spot(&link, "saddr", &trip.from);
    write_spot(&link, "daddr", &trip.to);
    dg_link_text(&link, "dirflg", dg_str_of(flags[trip.by]));
    struct dg_offer offer = { .link = dg_link_end(&link, task->arena) };
    if (trip.by == DG_CYCLING) /* no flag for it */
        offer.subtitle = dg_note_add(task->arena, trip.note, dg_str_of(dg_task_words(task, "by bicycle", "骑行")));
    return dg_trip_offer(task, &trip, "Apple Maps to", "苹果地图前往", offer);
}

static const char *const intents[] = { "navigate.route", NULL };

static const struct dg_phone_app app = { NULL, NULL, true };

/* What must hold before it is switched on. */
static const struct dg_utterance leads[] = {
    { "How do I get to Heathrow Airport?", "Europe/London" },
    { "首都机场怎么走", "Asia/Shanghai" },
    { NULL, NULL },
};
static const struct dg_utterance others[] = {
    { "Remind me to call mum tomorrow at nine", "Europe/London" },
    { "订明天晚上七点国贸附近的火锅店，四个人", "Asia/Shanghai" },
    { "What a lovely day it is", "Europe/London" },
    { NULL, NULL },
};
static const struct dg_manifest manifest = { leads, others, NULL, "https://maps.apple.com/?" };

const struct dg_adapter dg_link_apple_maps = {
    .name = "apple-maps",
    .title = "Apple Maps",
    .intents = intents,
    .ask = ask,
    .manifest = &manifest,
    .app = &app,
};
