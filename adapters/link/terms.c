#include "adapters/link/terms.h"

#include "adapters/link/note.h"
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
    static const char *const shown[] = { "time", "party_size", "budget", "requests", NULL };
    static const char *const cuisine[] = { "cuisine", NULL };
    struct dg_str note = dg_note_slots(task, intent, shown);
    if (!dg_slot_place(intent, "venue"))
        return note;
    return dg_note_add(task->arena, note, dg_note_slots(task, intent, cuisine)); /* the words are the venue's alone */
}
