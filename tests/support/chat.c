#include "tests/support/chat.h"

#include "tests/support/check.h"

#include "intents/catalogue.h"
#include "intents/zone.h"

enum { ARENA_BYTES = 8 << 20, DAY_S = 24 * 60 * 60, TOMORROW = 20523 /* days since 1970 of 11 March 2026 */ };

static void split(struct dg_chat *c, struct dg_str text)
{
    size_t at = 0;
    while (at < text.len && c->talk.count < DG_CHAT_MESSAGES_MAX) {
        ptrdiff_t bar = dg_str_find(text, dg_str_of("|"), at);
        size_t end = bar < 0 ? text.len : (size_t)bar;
        struct dg_str line = dg_str_trim(dg_str_cut(text, at, end));
        ptrdiff_t head = dg_str_find(line, dg_str_of("> "), 0);
        struct dg_message *m = &c->messages[c->talk.count++];
        m->from = head < 0 ? dg_str_cut(line, 0, 0) : dg_str_cut(line, 0, (size_t)head);
        m->text = head < 0 ? line : dg_str_cut(line, (size_t)head + 2, line.len);
        at = end + 1;
    }
}

void dg_chat_open_at(struct dg_chat *c, const char *text, const char *zone, const char *now)
{
    *c = (struct dg_chat){ .lexicon = dg_lexicon_builtin(), .arena = dg_arena_create(ARENA_BYTES) };
    c->zone = dg_zone_create(dg_str_of(zone));
    c->ctx.zone = c->zone;
    dg_instant_parse(&c->ctx.now, dg_str_of(now), c->zone);
    c->talk.messages = c->messages;
    split(c, dg_str_of(text));
}

void dg_chat_open(struct dg_chat *c, const char *text)
{
    dg_chat_open_at(c, text, "Asia/Shanghai", "2026-03-10T12:00:00+08:00");
}

void dg_chat_read(struct dg_chat *c)
{
    if (dg_read(&c->reading, &c->talk, &c->ctx, &c->lexicon, c->arena, NULL) != DG_OK)
        c->reading = NULL;
}

void dg_chat_close(struct dg_chat *c)
{
    dg_zone_destroy(c->zone);
    dg_arena_destroy(c->arena);
}

const struct dg_slot *dg_chat_slot(const struct dg_chat *c, const char *intent, const char *slot)
{
    for (size_t i = 0; c->reading && i < c->reading->intent_count; i++) {
        const struct dg_intent *it = &c->reading->intents[i];
        const struct dg_slot *found = dg_intent_slot(it, slot);
        if (intent ? strcmp(it->schema->name, intent) == 0 : found != NULL)
            return found;
    }
    return NULL;
}

static struct dg_str shown_time(struct dg_chat *c, const struct dg_time *t)
{
    int year, month, day;
    int64_t wall = t->start.utc_s + t->start.offset_s, minute = wall % DAY_S / 60;
    if (t->grain >= DG_GRAIN_DAY || wall / DAY_S != TOMORROW)
        dg_civil_from_days(wall / DAY_S, &year, &month, &day);
    if (t->grain >= DG_GRAIN_DAY)
        return dg_arena_print(c->arena, "%d-%d", month, day);
    if (wall / DAY_S != TOMORROW)
        return dg_arena_print(c->arena, "%d-%d %02d:%02d", month, day, (int)(minute / 60), (int)(minute % 60));
    return dg_arena_print(c->arena, "%02d:%02d", (int)(minute / 60), (int)(minute % 60));
}

struct dg_str dg_chat_shown(struct dg_chat *c, const struct dg_slot *slot)
{
    if (!slot)
        return dg_str_of("-");
    switch (slot->value.kind) {
    case DG_TIME:
        if (slot->value.time.has_start)
            return shown_time(c, &slot->value.time);
        return slot->value.time.duration.len ? slot->value.time.duration : dg_str_of("-");
    case DG_PLACE:
        return slot->value.place.name;
    case DG_COUNT:
        return dg_arena_print(c->arena, "%g", slot->value.count);
    case DG_CODE:
        return slot->value.code.code;
    default:
        return slot->value.text;
    }
}

struct dg_str dg_chat_intents(struct dg_chat *c)
{
    struct dg_str all = { "", 0 };
    for (size_t i = 0; c->reading && i < c->reading->intent_count; i++)
        all = dg_arena_print(
                c->arena, "%.*s%s%s", (int)all.len, all.at, i ? " " : "", c->reading->intents[i].schema->name);
    return all;
}

void dg_chat_check(const struct dg_chat_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct dg_chat c;
        dg_chat_open(&c, rows[i].chat);
        dg_chat_read(&c);
        DG_CHECK_STR(dg_chat_shown(&c, dg_chat_slot(&c, rows[i].intent, rows[i].slot)), rows[i].shown, rows[i].chat);
        dg_chat_close(&c);
    }
}
