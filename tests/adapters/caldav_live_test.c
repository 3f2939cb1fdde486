/* The CalDAV adapter against a real Radicale, through the real transport. */
#include "adapters/adapter.h"
#include "adapters/transport.h"
#include "intents/catalogue.h"
#include "tests/support/check.h"
#include "tests/support/conv.h"
#include "tests/support/poll_loop.h"
#include "tests/support/radicale.h"

#include <stdio.h>

enum { SLOTS_MAX = 8, DEADLINE_MS = 5000 };

static struct dg_radicale radicale;

/* One person's session with the server; everything made in it lives in the arena. */
struct world {
    struct dg_arena *arena;
    struct dg_zone *zone;
    struct dg_poll_loop *loop;
    struct dg_transport *transport;
    struct dg_adapter_settings settings;
    struct dg_context ctx;
    struct dg_task task;
    enum dg_turn turn;
    int requests;
};

extern const struct dg_adapter dg_calendar_caldav;

static void set(struct world *w, const char *key, const char *value)
{
    for (size_t i = 0; dg_calendar_caldav.options[i].key; i++) {
        if (strcmp(dg_calendar_caldav.options[i].key, key) == 0)
            w->settings.values[i] = dg_arena_copy(w->arena, dg_str_of(value));
    }
}

static struct world world_create(void)
{
    struct world w = { .arena = dg_arena_create(32 << 20), .loop = dg_poll_loop_create() };
    w.zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_transport_loop loop = dg_poll_loop_for_transport(w.loop);
    struct dg_transport_options options = { .reply_bytes_max = 1 << 20, .connections_per_host = 4 };
    w.transport = dg_transport_create(&loop, &options);
    set(&w, "url", radicale.base);
    set(&w, "user", "ann");
    set(&w, "password", "secret");
    w.ctx.zone = w.zone;
    return w;
}

static void world_destroy(struct world *w)
{
    dg_transport_destroy(w->transport);
    dg_poll_loop_destroy(w->loop);
    dg_zone_destroy(w->zone);
    dg_arena_destroy(w->arena);
}

struct outcome {
    bool came;
    struct dg_reply reply;
};

static void on_done(void *owner, const struct dg_reply *reply)
{
    struct outcome *o = owner;
    o->came = true;
    o->reply = *reply;
}

static struct dg_reply send_one(struct world *w, const struct dg_request *request)
{
    struct outcome o = { 0 };
    w->requests++;
    dg_transport_send(w->transport, "caldav", dg_str_of(radicale.base), request, DEADLINE_MS, w->arena, on_done, &o);
    DG_CHECK(dg_poll_loop_run(w->loop, &o.came, DEADLINE_MS + 1000), "an end comes");
    return o.reply;
}

/* What a calendar program of somebody else's would do. */
static int other_program(struct world *w, const char *method, struct dg_str url, const char *body)
{
    struct dg_request request = { .method = dg_str_of(method), .url = url, .body = dg_str_of(body) };
    request.user = dg_str_of("ann");
    request.password = dg_str_of("secret");
    return send_one(w, &request).status;
}

static struct dg_str url_of(struct world *w, const char *path)
{
    return dg_arena_print(w->arena, "%s%s", radicale.base, path);
}

static void begin(struct world *w, const char *key)
{
    w->task = (struct dg_task){ .adapter = &dg_calendar_caldav, .settings = &w->settings, .ctx = &w->ctx };
    w->task.language = DG_LANG_EN;
    w->task.arena = w->arena;
    w->task.key = dg_str_of(key);
    w->task.state = dg_arena_alloc(w->arena, dg_calendar_caldav.task_size);
    w->requests = 0;
}

static void go_on(struct world *w, enum dg_turn turn, struct dg_request *next)
{
    while (turn == DG_TURN_SEND) {
        struct dg_reply reply = send_one(w, next);
        *next = (struct dg_request){ 0 };
        turn = dg_calendar_caldav.hear(&w->task, &reply, next);
    }
    w->turn = turn;
}

static void ask(struct world *w, const char *intent_name, const char *const slots[][2])
{
    struct dg_slot filled[SLOTS_MAX] = { 0 };
    struct dg_intent intent = { .schema = dg_catalogue_find(dg_str_of(intent_name)), .slots = filled };
    for (size_t i = 0; slots[i][0]; i++) {
        const struct dg_slot_schema *schema = dg_schema_slot(intent.schema, slots[i][0]);
        filled[i].name = schema->name;
        DG_CHECK(dg_conv_value(&filled[i].value, schema->kind, dg_str_of(slots[i][1]), w->arena), "%s", slots[i][1]);
        intent.slot_count++;
    }
    struct dg_request next = { 0 };
    begin(w, "");
    go_on(w, dg_calendar_caldav.ask(&w->task, &intent, &next), &next);
}

static void ask_for_entry(struct world *w, const char *title, const char *time)
{
    const char *const slots[][2] = { { "title", title }, { "time", time }, { NULL, NULL } };
    ask(w, "calendar.create", slots);
}

static void ask_for_agenda(struct world *w, const char *time)
{
    const char *const slots[][2] = { { "time", time }, { NULL, NULL } };
    ask(w, "calendar.query", slots);
}

typedef enum dg_turn turn_function(struct dg_task *, struct dg_str, struct dg_request *);

static struct dg_receipt turn_with(struct world *w, turn_function *turn, const char *key, struct dg_str state)
{
    struct dg_request next = { 0 };
    begin(w, key);
    go_on(w, turn(&w->task, state, &next), &next);
    return w->task.receipt;
}

static struct dg_receipt book(struct world *w, const char *key, struct dg_str state)
{
    return turn_with(w, dg_calendar_caldav.book, key, state);
}

static struct dg_receipt check(struct world *w, const char *key, struct dg_str state)
{
    return turn_with(w, dg_calendar_caldav.check, key, state);
}

static struct dg_receipt undo(struct world *w, const char *key, struct dg_str state)
{
    return turn_with(w, dg_calendar_caldav.undo, key, state);
}

static size_t entries(struct world *w, const char *time)
{
    ask_for_agenda(w, time);
    bool none = w->task.offer_count == 1 && dg_str_is(w->task.offers[0].title, "You are free then");
    return none ? 0 : w->task.offer_count;
}

/* ---- the tests, in this order: the first finds an empty server --------------------------------------------------- */

static void a_person_without_calendars_gets_no_offer(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Dinner", "2024-02-21T19:00:00+08:00");
    DG_CHECK_INT(w.turn, DG_TURN_FAIL, "turn");
    DG_CHECK_INT(other_program(&w, "MKCALENDAR", url_of(&w, "ann/home/"), ""), 201, "then one is made");
    world_destroy(&w);
}

static void the_calendar_is_found_and_the_entry_made(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Dinner, 三里屯", "2024-02-21T19:00:00+08:00 | end=2024-02-21T21:00:00+08:00");
    DG_CHECK_INT((long long)w.task.offer_count, 1, "offers");
    DG_CHECK_STR(w.task.offers[0].subtitle, "You are free then", "verdict");
    DG_CHECK(w.requests <= 6, "%d requests", w.requests);
    struct dg_str state = w.task.offers[0].state;
    DG_CHECK_INT(check(&w, "k1", state).end, DG_RECEIPT_NONE, "before");
    struct dg_receipt made = book(&w, "k1", state);
    DG_CHECK_INT(made.end, DG_RECEIPT_BOOKED, "booked");
    DG_CHECK_STR(made.reference, "k1@dragoman", "reference");
    DG_CHECK_INT(check(&w, "k1", state).end, DG_RECEIPT_BOOKED, "after");
    DG_CHECK_INT((long long)entries(&w, "2024-02-21T00:00:00+08:00 | grain=day"), 1, "entries");
    DG_CHECK_STR(w.task.offers[0].title, "Dinner, 三里屯", "its title");
    DG_CHECK_STR(w.task.offers[0].subtitle, "19:00–21:00", "its time");
    world_destroy(&w);
}

static void what_clashes_is_said(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Film", "2024-02-21T20:30:00+08:00");
    DG_CHECK_STR(w.task.offers[0].subtitle, "Clashes with Dinner, 三里屯 (19:00–21:00)", "verdict");
    ask_for_entry(&w, "Film", "2024-02-21T21:00:00+08:00");
    DG_CHECK_STR(w.task.offers[0].subtitle, "You are free then", "just after");
    ask_for_entry(&w, "Dinner, 三里屯", "2024-02-21T19:00:00+08:00");
    DG_CHECK_STR(w.task.offers[0].subtitle, "It is in your calendar already", "the same again");
    world_destroy(&w);
}

static void a_booking_repeated_is_one_entry(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Lunch", "2024-03-01T12:00:00+08:00");
    struct dg_str state = w.task.offers[0].state;
    DG_CHECK_INT(book(&w, "k2", state).end, DG_RECEIPT_BOOKED, "first");
    struct dg_receipt again = book(&w, "k2", state);
    DG_CHECK_INT(again.end, DG_RECEIPT_BOOKED, "again");
    DG_CHECK_INT((long long)entries(&w, "2024-03-01T00:00:00+08:00 | grain=day"), 1, "entries");
    DG_CHECK_INT(undo(&w, "k2", again.state).end, DG_RECEIPT_CANCELLED, "undone");
    DG_CHECK_INT(undo(&w, "k2", again.state).end, DG_RECEIPT_CANCELLED, "undone already");
    DG_CHECK_INT((long long)entries(&w, "2024-03-01T00:00:00+08:00 | grain=day"), 0, "entries");
    world_destroy(&w);
}

static void a_stranger_in_the_place_is_left_alone(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Tea", "2024-03-05T15:00:00+08:00");
    struct dg_str state = w.task.offers[0].state;
    DG_CHECK_INT(other_program(&w, "PUT", url_of(&w, "ann/home/k3.ics"),
                         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:other\r\n"
                         "DTSTAMP:20240101T000000Z\r\nDTSTART:20240601T000000Z\r\nSUMMARY:Theirs\r\nEND:VEVENT\r\n"
                         "END:VCALENDAR\r\n"),
            201, "theirs is there");
    DG_CHECK_INT(book(&w, "k3", state).end, DG_RECEIPT_REFUSED, "ours is not");
    world_destroy(&w);
}

static void what_somebody_changed_is_not_removed(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Run", "2024-03-06T07:00:00+08:00");
    struct dg_receipt made = book(&w, "k4", w.task.offers[0].state);
    DG_CHECK_INT(other_program(&w, "PUT", url_of(&w, "ann/home/k4.ics"),
                         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:k4@dragoman\r\n"
                         "DTSTAMP:20240101T000000Z\r\nDTSTART:20240306T000000Z\r\nSUMMARY:Long run\r\nEND:VEVENT\r\n"
                         "END:VCALENDAR\r\n") /
                    100,
            2, "changed");
    DG_CHECK_INT(undo(&w, "k4", made.state).end, DG_RECEIPT_REFUSED, "stays");
    DG_CHECK_INT((long long)entries(&w, "2024-03-06T00:00:00+08:00 | grain=day"), 1, "entries");
    world_destroy(&w);
}

static void a_weekly_entry_clashes_in_a_later_week(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "周会", "2024-04-01T10:00:00+08:00 | recurrence=FREQ=WEEKLY;BYDAY=MO");
    DG_CHECK_INT(book(&w, "k5", w.task.offers[0].state).end, DG_RECEIPT_BOOKED, "booked");
    ask_for_entry(&w, "Dentist", "2024-04-29T10:30:00+08:00");
    DG_CHECK_STR(w.task.offers[0].subtitle, "Clashes with 周会 (10:00–11:00)", "verdict");
    world_destroy(&w);
}

static void a_calendar_can_be_named(void)
{
    static const struct {
        const char *url, *calendar;
        int requests;
    } cases[] = {
        { "", "/ann/home/", 1 },
        { "ann/home/", "", 2 },
        { "ann/", "", 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct world w = world_create();
        set(&w, "url", url_of(&w, cases[i].url).at);
        set(&w, "calendar", cases[i].calendar);
        ask_for_entry(&w, "Tea", "2024-05-05T15:00:00+08:00");
        DG_CHECK_INT((long long)w.task.offer_count, 1, "offers");
        DG_CHECK(w.requests <= cases[i].requests, "case %zu: %d requests", i, w.requests);
        world_destroy(&w);
    }
}

static void ask_for_change(
        struct world *w, const char *intent, const char *title, const char *time, const char *new_time)
{
    const char *const slots[][2] = { { "title", title }, { "time", time }, { new_time ? "new_time" : NULL, new_time },
        { NULL, NULL } };
    ask(w, intent, slots);
}

static void an_entry_is_moved_and_put_back(void)
{
    struct world w = world_create();
    ask_for_entry(&w, "Haircut", "2024-06-05T10:00:00+08:00 | end=2024-06-05T10:45:00+08:00");
    book(&w, "k6", w.task.offers[0].state);
    ask_for_change(
            &w, "calendar.update", "the haircut", "2024-06-05T00:00:00+08:00 | grain=day", "2024-06-06T15:00:00+08:00");
    DG_CHECK_STR(w.task.offers[0].title, "Move: Haircut → 2024-06-06 15:00", "title");
    struct dg_str state = w.task.offers[0].state;
    DG_CHECK_INT(check(&w, "k7", state).end, DG_RECEIPT_NONE, "before");
    struct dg_receipt made = book(&w, "k7", state);
    DG_CHECK_INT(made.end, DG_RECEIPT_BOOKED, "moved");
    DG_CHECK_INT(check(&w, "k7", state).end, DG_RECEIPT_BOOKED, "after");
    DG_CHECK_INT((long long)entries(&w, "2024-06-05T00:00:00+08:00 | grain=day"), 0, "on the old day");
    DG_CHECK_INT((long long)entries(&w, "2024-06-06T00:00:00+08:00 | grain=day"), 1, "on the new day");
    DG_CHECK_STR(w.task.offers[0].subtitle, "15:00–15:45", "as long as before");
    DG_CHECK_INT(book(&w, "k7", state).end, DG_RECEIPT_REFUSED, "the same again: that version is gone");
    DG_CHECK_INT(undo(&w, "k7", made.state).end, DG_RECEIPT_CANCELLED, "back");
    DG_CHECK_INT((long long)entries(&w, "2024-06-05T00:00:00+08:00 | grain=day"), 1, "on the old day");
    world_destroy(&w);
}

static void an_entry_is_removed_and_put_back(void)
{
    struct world w = world_create();
    ask_for_change(&w, "calendar.cancel", "haircut", "2024-06-05T00:00:00+08:00 | grain=day", NULL);
    DG_CHECK_INT((long long)w.task.offer_count, 1, "offers");
    struct dg_str state = w.task.offers[0].state;
    struct dg_receipt made = book(&w, "k8", state);
    DG_CHECK_INT(made.end, DG_RECEIPT_BOOKED, "removed");
    DG_CHECK_INT(check(&w, "k8", state).end, DG_RECEIPT_BOOKED, "seen");
    DG_CHECK_INT((long long)entries(&w, "2024-06-05T00:00:00+08:00 | grain=day"), 0, "entries");
    DG_CHECK_INT(undo(&w, "k8", made.state).end, DG_RECEIPT_CANCELLED, "back");
    DG_CHECK_INT((long long)entries(&w, "2024-06-05T00:00:00+08:00 | grain=day"), 1, "entries");
    ask_for_change(&w, "calendar.cancel", "massage", "2024-06-05T00:00:00+08:00 | grain=day", NULL);
    DG_CHECK_INT(w.task.problem.status, DG_NOT_FOUND, "what is not there");
    world_destroy(&w);
}

static void one_of_a_repetition_is_removed_and_the_others_stay(void)
{
    struct world w = world_create();
    ask_for_change(&w, "calendar.cancel", "周会", "2024-04-15T00:00:00+08:00 | grain=day", NULL);
    DG_CHECK_INT((long long)w.task.offer_count, 1, "offers");
    DG_CHECK_INT(book(&w, "k9", w.task.offers[0].state).end, DG_RECEIPT_BOOKED, "removed");
    DG_CHECK_INT((long long)entries(&w, "2024-04-15T00:00:00+08:00 | grain=day"), 0, "that week");
    DG_CHECK_INT((long long)entries(&w, "2024-04-22T00:00:00+08:00 | grain=day"), 1, "the next");
    ask_for_change(&w, "calendar.update", "周会", "2024-04-22T00:00:00+08:00 | grain=day", "2024-04-23T10:00:00+08:00");
    DG_CHECK_INT(w.task.problem.status, DG_NOT_FOUND, "moving one is not offered");
    world_destroy(&w);
}

static void a_wrong_password_is_said(void)
{
    struct world w = world_create();
    set(&w, "password", "wrong");
    ask_for_entry(&w, "Tea", "2024-05-05T15:00:00+08:00");
    DG_CHECK_INT(w.turn, DG_TURN_FAIL, "turn");
    DG_CHECK_STR(dg_str_of(w.task.problem.detail), "the calendar server refuses the user or the password", "why");
    world_destroy(&w);
}

int main(void)
{
    if (!dg_radicale_init(&radicale)) {
        printf("Bail out! radicale does not start\n");
        return 1;
    }
    dg_run("a person without calendars gets no offer", a_person_without_calendars_gets_no_offer);
    dg_run("the calendar is found and the entry made", the_calendar_is_found_and_the_entry_made);
    dg_run("what clashes is said", what_clashes_is_said);
    dg_run("a booking repeated is one entry", a_booking_repeated_is_one_entry);
    dg_run("a stranger in the place is left alone", a_stranger_in_the_place_is_left_alone);
    dg_run("what somebody changed is not removed", what_somebody_changed_is_not_removed);
    dg_run("a weekly entry clashes in a later week", a_weekly_entry_clashes_in_a_later_week);
    dg_run("an entry is moved and put back", an_entry_is_moved_and_put_back);
    dg_run("an entry is removed and put back", an_entry_is_removed_and_put_back);
    dg_run("one of a repetition is removed and the others stay", one_of_a_repetition_is_removed_and_the_others_stay);
    dg_run("a calendar can be named", a_calendar_can_be_named);
    dg_run("a wrong password is said", a_wrong_password_is_said);
    dg_radicale_finish(&radicale);
    return dg_done();
}
