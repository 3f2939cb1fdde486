#include "adapters/link/terms.h"

#include "adapters/link/link.h"
#include "adapters/link/trip.h"
#include "adapters/slots.h"

struct dg_str dg_table_terms(const struct dg_task *task, const struct dg_intent *intent)
{
    struct dg_spot venue = dg_spot_of(task, intent, "venue");
    const struct dg_place *area = dg_slot_place(intent, "area");
    struct dg_str what = venue.label.len ? venue.label : dg_slot_text(intent, "cuisine");
    if (!area || (what.len && dg_str_find(what, area->name, 0) >= 0))
        return what;
    if (!what.len)
        return area->name;
    return dg_arena_print(task->arena, "%.*s %.*s", (int)area->name.len, area->name.at, (int)what.len, what.at);
}

struct dg_str dg_table_summary(const struct dg_task *task, const struct dg_intent *intent)
{
    const struct dg_time *time = dg_slot_time(intent, "time");
    int people = dg_slot_count(intent, "party_size", 0, 99);
    struct dg_str when = { "", 0 }, who = { "", 0 };
    if (time && time->grain <= DG_GRAIN_HOUR)
        when = dg_link_clock(task->arena, time->start);
    else if (time)
        when = dg_link_date(task->arena, time->start);
    if (people)
        who = dg_arena_print(
                task->arena, "%d %s", people, dg_task_words(task, people == 1 ? "person" : "people", "人"));
    return dg_arena_print(
            task->arena, "%.*s%s%.*s", (int)when.len, when.at, when.len && who.len ? ", " : "", (int)who.len, who.at);
}
