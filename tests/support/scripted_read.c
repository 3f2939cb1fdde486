/* A reader that needs no language: it stands in for dg_read in tests of what comes after it.
 * Each line is an intent and its slots, "ride.request dropoff=Office@39.9,116.4 time=2030-05-01T19:00:00+08:00"; a later
 * line with the same intent replaces the slots that it names, and "- ride.request" drops it. Places are Name@lat,lon
 * or Name@lat,lon#kind, counts are numbers, the rest is text. Slots have the words as their text and no spans.
 * The language is that of the request's locale, else English. */
#include "intents/catalogue.h"
#include "intents/read.h"
#include "intents/zone.h"

#include <stdlib.h>

enum { INTENTS_MAX = 8 };

struct script {
    struct dg_intent intents[INTENTS_MAX];
    struct dg_slot slots[INTENTS_MAX][DG_SLOTS_MAX];
    size_t count;
    const struct dg_context *ctx;
    struct dg_arena *arena;
};

static bool next_word(struct dg_str *rest, struct dg_str *word)
{
    *rest = dg_str_trim(*rest);
    size_t len = 0;
    while (len < rest->len && rest->at[len] != ' ')
        len++;
    *word = dg_str_cut(*rest, 0, len);
    *rest = dg_str_cut(*rest, len, rest->len);
    return len > 0;
}

static size_t place_of(const struct script *s, struct dg_str name)
{
    size_t i = 0;
    while (i < s->count && !dg_str_is(name, s->intents[i].schema->name))
        i++;
    return i;
}

static void read_place(struct dg_place *out, struct dg_str text, struct dg_arena *arena)
{
    struct dg_str word = dg_arena_copy(arena, text);
    const char *at = strchr(word.at, '@');
    char *end = NULL;
    out->name = dg_str_cut(text, 0, at ? (size_t)(at - word.at) : text.len);
    if (!at)
        return;
    out->lat = strtod(at + 1, &end);
    out->has_point = *end == ',';
    out->lon = out->has_point ? strtod(end + 1, &end) : 0;
    for (enum dg_place_kind kind = 0; *end == '#' && kind <= DG_PLACE_HERE; kind++) {
        if (strcmp(end + 1, dg_place_kind_name(kind)) == 0)
            out->kind = kind;
    }
}

static struct dg_value value_of(const struct script *s, enum dg_value_kind kind, struct dg_str text)
{
    struct dg_value value = { .kind = kind };
    if (kind == DG_TIME) {
        value.time.has_start = dg_instant_parse(&value.time.start, text, s->ctx->zone);
        value.time.grain = DG_GRAIN_MINUTE;
    } else if (kind == DG_PLACE) {
        read_place(&value.place, text, s->arena);
    } else if (kind == DG_COUNT) {
        value.count = strtod(dg_arena_copy(s->arena, text).at, NULL);
    } else if (kind == DG_CODE) {
        value.code.code = text;
    } else {
        value.text = text;
    }
    return value;
}

static void set_slot(struct script *s, size_t i, struct dg_str word)
{
    const char *equals = memchr(word.at, '=', word.len);
    size_t end = equals ? (size_t)(equals - word.at) : word.len;
    struct dg_str name = dg_arena_copy(s->arena, dg_str_cut(word, 0, end));
    const struct dg_slot_schema *schema = dg_schema_slot(s->intents[i].schema, name.at);
    if (!equals || !schema)
        return;
    struct dg_str text = dg_str_cut(word, end + 1, word.len);
    size_t at = 0;
    while (at < s->intents[i].slot_count && strcmp(s->slots[i][at].name, schema->name) != 0)
        at++;
    s->slots[i][at] = (struct dg_slot){ .name = schema->name, .text = text, .status = DG_AGREED, .by_message = -1 };
    s->slots[i][at].value = value_of(s, schema->kind, text);
    s->intents[i].slot_count += at == s->intents[i].slot_count;
}

static void drop(struct script *s, struct dg_str name)
{
    size_t i = place_of(s, name);
    if (i == s->count)
        return;
    s->count--;
    s->intents[i] = s->intents[s->count];
    memcpy(s->slots[i], s->slots[s->count], sizeof s->slots[i]);
}

static void read_line(struct script *s, struct dg_str text)
{
    struct dg_str word;
    if (!next_word(&text, &word))
        return;
    if (dg_str_is(word, "-")) {
        if (next_word(&text, &word))
            drop(s, word);
        return;
    }
    const struct dg_intent_schema *schema = dg_catalogue_find(word);
    size_t i = place_of(s, word);
    if (!schema || i == INTENTS_MAX)
        return;
    if (i == s->count)
        s->intents[s->count++] = (struct dg_intent){ .schema = schema, .confidence = 0.9 - 0.1 * (double)i };
    while (next_word(&text, &word))
        set_slot(s, i, word);
}

static void read_message(struct script *s, struct dg_str text)
{
    while (text.len) {
        const char *end = memchr(text.at, '\n', text.len);
        size_t len = end ? (size_t)(end - text.at) : text.len;
        read_line(s, dg_str_cut(text, 0, len));
        text = dg_str_cut(text, end ? len + 1 : len, text.len);
    }
}

static void note_missing(struct dg_intent *intent, struct dg_arena *arena)
{
    const char **missing = dg_arena_array(arena, DG_SLOTS_MAX, sizeof *missing);
    for (const struct dg_slot_schema *slot = intent->schema->slots;
            missing && slot < intent->schema->slots + DG_SLOTS_MAX && slot->name; slot++) {
        if (slot->required && !dg_intent_slot(intent, slot->name))
            missing[intent->missing_count++] = slot->name;
    }
    intent->missing = missing;
}

enum dg_status dg_read(const struct dg_reading **out, const struct dg_talk *talk, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena, const struct dg_explain *explain)
{
    (void)lexicon;
    (void)explain;
    struct script *s = dg_arena_alloc(arena, sizeof *s);
    struct dg_reading *reading = dg_arena_alloc(arena, sizeof *reading);
    if (!s || !reading)
        return DG_TOO_BIG;
    s->ctx = ctx;
    s->arena = arena;
    for (size_t i = 0; i < talk->count; i++)
        read_message(s, talk->messages[i].text);
    for (size_t i = 0; i < s->count; i++) {
        s->intents[i].slots = s->slots[i];
        note_missing(&s->intents[i], arena);
    }
    *reading = (struct dg_reading){ .language = s->ctx->language == DG_LANG_ZH ? DG_LANG_ZH : DG_LANG_EN,
        .intents = s->intents,
        .intent_count = s->count };
    *out = reading;
    return dg_arena_overflowed(arena) ? DG_TOO_BIG : DG_OK;
}
