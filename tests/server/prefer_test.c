/* What clients say in Prefer and Accept, and ids in paths: read as the rules say, whatever stands there. */
#include "server/ids.h"
#include "server/prefer.h"
#include "tests/support/check.h"

static void wait_is_read_as_rfc_7240_says(void)
{
    static const struct {
        const char *header;
        uint32_t want;
    } cases[] = {
        { "", 2 },
        { "wait=5", 5 },
        { "Wait=5", 5 },
        { "respond-async, wait=7", 7 },
        { "wait=\"3\"", 3 },
        { "wait=4; x=y", 4 },
        { "wait=0", 0 },
        { "wait=999", 30 },
        { "wait=99999999999999999999", 30 },
        { "wait=-1", 2 },
        { "wait=1.5", 2 },
        { "wait=", 2 },
        { "wait", 2 },
        { "await=9", 2 },
        { ",,;,", 2 },
        { "wait=1, wait=9", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        DG_CHECK_INT(dg_prefer_wait(dg_str_of(cases[i].header), 2, 30), cases[i].want, cases[i].header);
}

static void events_are_sent_to_who_accepts_them(void)
{
    static const struct {
        const char *header;
        bool want;
    } cases[] = {
        { "text/event-stream", true },
        { "application/json, text/event-stream", true },
        { "TEXT/EVENT-STREAM;q=0.5", true },
        { "text/event-stream;q=0", false },
        { "text/event-stream; q=0.000", false },
        { "text/event-stream; q=0.001", true },
        { "*/*", false },
        { "text/event-streams", false },
        { "", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        DG_CHECK(dg_accepts_events(dg_str_of(cases[i].header)) == cases[i].want, "%s", cases[i].header);
}

static void an_id_holds_the_ids_above_it(void)
{
    struct dg_session_id session = dg_session_id_make();
    struct dg_drag_id drag = dg_drag_id_make(&session);
    struct dg_action_id action = dg_action_id_make(&drag, 61, 19), read;
    DG_CHECK(dg_action_id_read(&read, dg_str_of(action.text)), "an action's id is read");
    struct dg_drag_id back = dg_action_drag(&read);
    DG_CHECK_STR(dg_str_of(back.text), drag.text, "its drag");
    struct dg_session_id home = dg_drag_session(&back);
    DG_CHECK_STR(dg_str_of(home.text), session.text, "its session");
    DG_CHECK_INT(dg_action_task(&read), 61, "its task");
    DG_CHECK_INT(dg_action_offer_number(&read), 19, "its offer");
}

static void what_is_no_id_is_refused(void)
{
    static const char *const cases[] = { "", "d", "d00000000000000000000000000000", "d0000000000000000000000000000000",
        "s000000000000000000000000000000", "d00000000000000000000000000000/", "d00000000000000000000000000000\xc3" };
    struct dg_drag_id id;
    DG_CHECK(dg_drag_id_read(&id, dg_str_of("d000000000000000000000000000000")), "thirty digits are one");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        DG_CHECK(!dg_drag_id_read(&id, dg_str_of(cases[i])), "%s", cases[i]);
    DG_CHECK(!dg_drag_id_read(&id, (struct dg_str){ "d0000000000000\0000000000000000", 31 }), "with a NUL");
}

static void names_of_answers_tell_their_task(void)
{
    struct dg_arena *arena = dg_arena_create(4096);
    struct dg_session_id session = dg_session_id_make();
    struct dg_drag_id drag = dg_drag_id_make(&session);
    unsigned task;
    DG_CHECK(dg_task_of_field(dg_task_field(&drag, 37, arena), &task) && task == 37, "task 37");
    DG_CHECK(!dg_task_of_field(dg_drag_field(&drag, arena), &task), "the drag itself is no task");
    DG_CHECK(!dg_task_of_field(dg_index_field(&drag, arena), &task), "nor is its line in the session");
    dg_arena_destroy(arena);
}

int main(void)
{
    dg_run("wait is read as RFC 7240 says", wait_is_read_as_rfc_7240_says);
    dg_run("events are sent to who accepts them", events_are_sent_to_who_accepts_them);
    dg_run("an id holds the ids above it", an_id_holds_the_ids_above_it);
    dg_run("what is no id is refused", what_is_no_id_is_refused);
    dg_run("names of answers tell their task", names_of_answers_tell_their_task);
    return dg_done();
}
