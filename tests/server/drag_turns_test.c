/* Who may change a drag, and when. */
#include "server/drag_turns.h"

#include "tests/support/check.h"

#include <stdio.h>

static struct dg_drag_turns turns;
static char told[200];

struct waiter {
    struct dg_drag_turn turn;
    const char *name;
};

static void tell(void *owner, bool yours)
{
    const struct waiter *w = owner;
    size_t len = strlen(told);
    snprintf(told + len, sizeof told - len, "%s%s ", w->name, yours ? "" : "-");
}

static bool take(struct waiter *w, const char *drag, const char *name)
{
    struct dg_drag_id id = { { 0 } };
    snprintf(id.text, sizeof id.text, "%s", drag);
    *w = (struct waiter){ .name = name };
    return dg_drag_turn_take(&turns, &w->turn, &id, tell, w);
}

static void give(struct waiter *w)
{
    dg_drag_turn_give(&turns, &w->turn);
}

static void begin(void)
{
    turns = (struct dg_drag_turns){ 0 };
    told[0] = '\0';
}

static void who_came_first_goes_first(void)
{
    struct waiter a, b, c;
    begin();
    take(&a, "one", "a");
    take(&b, "one", "b");
    take(&c, "one", "c");
    DG_CHECK_STR(dg_str_of(told), "a ", "at first");
    give(&a);
    DG_CHECK_STR(dg_str_of(told), "a b ", "then");
    give(&b);
    give(&b);
    DG_CHECK_STR(dg_str_of(told), "a b c ", "given back twice it counts once");
    give(&c);
    take(&a, "one", "a");
    DG_CHECK_STR(dg_str_of(told), "a b c a ", "when nobody has it");
}

/* As many drags as there are buckets and more: some fall together. */
static void another_drag_waits_for_nobody(void)
{
    enum { DRAGS = 3 * DG_DRAG_TURNS_BUCKETS };
    static struct waiter all[DRAGS];
    char drag[8];
    begin();
    for (size_t i = 0; i < DRAGS; i++) {
        snprintf(drag, sizeof drag, "%zu", i);
        told[0] = '\0';
        take(&all[i], drag, "x");
        DG_CHECK_STR(dg_str_of(told), "x ", drag);
    }
}

static void so_many_may_wait_and_no_more(void)
{
    static struct waiter all[DG_DRAG_TURNS_MAX + 1];
    begin();
    for (size_t i = 0; i < DG_DRAG_TURNS_MAX; i++)
        DG_CHECK(take(&all[i], "one", "x"), "number %zu", i);
    DG_CHECK(!take(&all[DG_DRAG_TURNS_MAX], "one", "y"), "one more");
    give(&all[DG_DRAG_TURNS_MAX]);
    DG_CHECK_STR(dg_str_of(told), "x ", "who was refused has nothing to give back");
    give(&all[0]);
    DG_CHECK(take(&all[DG_DRAG_TURNS_MAX], "one", "y"), "when there is room");
}

static void who_waits_at_the_end_is_told_and_who_has_it_goes_on(void)
{
    struct waiter a, b, c, d, e;
    begin();
    take(&a, "one", "a");
    take(&b, "two", "b");
    take(&c, "one", "c");
    take(&d, "one", "d");
    dg_drag_turns_close(&turns);
    DG_CHECK(strstr(told, "c- ") && strstr(told, "d- ") && !strstr(told, "a-") && !strstr(told, "b-"), "%s", told);
    give(&a);
    give(&b);
    give(&c);
    told[0] = '\0';
    take(&e, "one", "e");
    DG_CHECK_STR(dg_str_of(told), "e- ", "who comes later");
}

int main(void)
{
    dg_run("who came first goes first", who_came_first_goes_first);
    dg_run("another drag waits for nobody", another_drag_waits_for_nobody);
    dg_run("so many may wait and no more", so_many_may_wait_and_no_more);
    dg_run("who waits at the end is told and who has it goes on", who_waits_at_the_end_is_told_and_who_has_it_goes_on);
    return dg_done();
}
