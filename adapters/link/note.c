#include "adapters/link/note.h"

#include "adapters/calendar/event.h"
#include "adapters/link/link.h"

struct dg_str dg_note_add(struct dg_arena *arena, struct dg_str note, struct dg_str piece)
{
    if (!note.len || !piece.len)
        return note.len ? note : piece;
    return dg_arena_print(arena, "%.*s, %.*s", (int)note.len, note.at, (int)piece.len, piece.at);
}

/* ---- times ------------------------------------------------------------------------------------------------------- */

static struct dg_str part_of_day(struct dg_arena *arena, const struct dg_time *time)
{
    struct dg_instant last = time->end;
    last.utc_s -= 1;
    struct dg_str from = dg_link_clock(arena, time->start), to = dg_link_clock(arena, time->end);
    if (to.len < 5)
        return (struct dg_str){ "", 0 };
    bool midnight = !dg_str_eq(dg_link_date(arena, last), dg_link_date(arena, time->end));
    return dg_arena_print(arena, "%.*s–%.5s", (int)from.len, from.at, midnight ? "24:00" : to.at + to.len - 5);
}

static struct dg_str days(struct dg_arena *arena, const struct dg_time *time)
{
    struct dg_str first = dg_link_date(arena, time->start), last = first;
    if (time->has_end && time->end.utc_s > time->start.utc_s)
        last = dg_link_date(arena, (struct dg_instant){ time->end.utc_s - 1, time->end.offset_s });
    if (dg_str_eq(first, last))
        return first;
    return dg_arena_print(arena, "%.*s – %.*s", (int)first.len, first.at, (int)last.len, last.at);
}

struct dg_str dg_note_time(struct dg_arena *arena, const struct dg_time *time)
{
    if (!time || !time->has_start)
        return (struct dg_str){ "", 0 };
    if (time->grain <= DG_GRAIN_HOUR)
        return dg_link_clock(arena, time->start);
    if (time->grain == DG_GRAIN_PART_OF_DAY && time->has_end)
        return part_of_day(arena, time);
    return days(arena, time);
}

/* "1 d 2 h 30 min before", 提前 1 天 2 小时 30 分钟. */
static struct dg_str ahead(const struct dg_task *task, int64_t s)
{
    const struct {
        int64_t number;
        const char *en, *zh;
    } parts[] = { { s / 86400, " d ", " 天 " }, { s / 3600 % 24, " h ", " 小时 " },
        { s / 60 % 60, " min ", " 分钟 " } };
    struct dg_str text = dg_str_of(dg_task_words(task, "", "提前 "));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].number)
            text = dg_arena_print(task->arena, "%.*s%lld%s", (int)text.len, text.at, (long long)parts[i].number,
                    dg_task_words(task, parts[i].en, parts[i].zh));
    }
    return dg_str_trim(
            dg_arena_print(task->arena, "%.*s%s", (int)text.len, text.at, dg_task_words(task, "before", "")));
}

static struct dg_str time_words(const struct dg_task *task, const struct dg_time *time)
{
    int64_t length_s = 0;
    if (!time->has_start && dg_event_duration(time->duration, &length_s))
        return ahead(task, length_s);
    return dg_note_time(task->arena, time);
}

/* ---- other values ------------------------------------------------------------------------------------------------ */

/* How a slot is named on a card: what stands before its value, and what is counted. */
static const struct name {
    const char *slot;
    const char *en, *zh;
    const char *one, *many, *zh_unit;
} names[] = {
    { "passengers", "", "", "person", "people", "人" },
    { "party_size", "", "", "person", "people", "人" },
    { "guests", "", "", "guest", "guests", "人" },
    { "rooms", "", "", "room", "rooms", "间" },
    { "stars", "", "", "star", "stars", "星" },
    { "budget", "budget ", "预算 ", "", "", "" },
    { "return", "back ", "返程 ", "", "", "" },
    { "reminder", "reminder ", "提醒 ", "", "", "" },
    { "stops", "via ", "途经 ", "", "", "" },
    { "pickup", "from ", "起点 ", "", "", "" },
    { "origin", "from ", "起点 ", "", "", "" },
    { "destination", "to ", "终点 ", "", "", "" },
};

static const struct name *name_of(const char *slot)
{
    static const struct name plain = { "", "", "", "", "", "" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i].slot, slot) == 0)
            return &names[i];
    }
    return &plain;
}

static struct dg_str money_words(const struct dg_task *task, const struct dg_money *money)
{
    struct dg_str per = { "", 0 };
    if (dg_str_is(money->per, "person"))
        per = dg_str_of(dg_task_words(task, " a person", " 每人"));
    else if (dg_str_is(money->per, "night"))
        per = dg_str_of(dg_task_words(task, " a night", " 每晚"));
    return dg_arena_print(task->arena, "%.10g%s%.*s%.*s", money->amount, money->currency.len ? " " : "",
            (int)money->currency.len, money->currency.len ? money->currency.at : "", (int)per.len, per.at);
}

static struct dg_str value_words(const struct dg_task *task, const struct name *name, const struct dg_value *value)
{
    switch (value->kind) {
    case DG_TIME:
        return time_words(task, &value->time);
    case DG_PLACE:
        return value->place.name;
    case DG_COUNT:
        return dg_arena_print(task->arena, "%.10g %s", value->count,
                dg_task_words(task, value->count > 1 ? name->many : name->one, name->zh_unit));
    case DG_MONEY:
        return money_words(task, &value->money);
    case DG_CODE:
        return value->code.code;
    case DG_TEXT:
    case DG_PERSON:
        return value->text;
    case DG_NOTHING:
        break;
    }
    return (struct dg_str){ "", 0 };
}

static struct dg_str slot_words(const struct dg_task *task, const struct dg_intent *intent, const char *slot)
{
    const struct name *name = name_of(slot);
    struct dg_str text = { "", 0 };
    for (size_t i = 0; i < intent->slot_count; i++) {
        if (strcmp(intent->slots[i].name, slot) == 0)
            text = dg_note_add(task->arena, text, value_words(task, name, &intent->slots[i].value));
    }
    if (!text.len)
        return text;
    return dg_arena_print(task->arena, "%s%.*s", dg_task_words(task, name->en, name->zh), (int)text.len, text.at);
}

struct dg_str dg_note_slots(const struct dg_task *task, const struct dg_intent *intent, const char *const *slots)
{
    struct dg_str note = { "", 0 };
    for (; *slots; slots++)
        note = dg_note_add(task->arena, note, slot_words(task, intent, *slots));
    return note;
}

/* ---- what a provider is not told ---------------------------------------------------------------------------------- */

void dg_note_unsent(struct dg_task *task, const struct dg_intent *intent, const char *const *slots)
{
    task->unsent = dg_note_add(task->arena, task->unsent, dg_note_slots(task, intent, slots));
}

void dg_note_offers(struct dg_task *task)
{
    const char *form = dg_task_words(task, "not passed on: %.*s", "未告知对方：%.*s");
    struct dg_str note = dg_arena_print(task->arena, form, (int)task->unsent.len, task->unsent.at);
    for (size_t i = 0; task->unsent.len && i < task->offer_count; i++) {
        struct dg_offer *offer = &task->offers[i];
        if (offer->kind == DG_OFFER_BOOK)
            offer->subtitle = dg_note_add(task->arena, offer->subtitle, note);
    }
}
