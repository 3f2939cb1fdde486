#include "server/wire.h"
#include "server/wire_ask.h"
#include "server/wire_reading.h"

#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

/* What each test reads with. */
static struct dg_arena *arena;
static struct dg_zones *zones;
static struct dg_lexicon lexicon;

enum { CLOCK_S = 1708422300 }; /* 2024-02-20T09:45:00Z */

static struct dg_ask_means means(void)
{
    return (struct dg_ask_means){ arena, zones, &lexicon, dg_str_of("Europe/London"), CLOCK_S };
}

static enum dg_status read_ask(struct dg_ask *ask, const char *body, struct dg_problem *why)
{
    struct dg_ask_means with = means();
    *why = (struct dg_problem){ 0 };
    return dg_ask_read(ask, dg_str_of(body), &with, why);
}

static void check_now(const char *body, const char *now, const char *zone)
{
    struct dg_ask ask;
    struct dg_problem why;
    if (!DG_CHECK(read_ask(&ask, body, &why) == DG_OK, "%s: %s", body, why.detail))
        return;
    DG_CHECK_STR(dg_instant_print(arena, ask.ctx.now), now, body);
    DG_CHECK_STR(dg_zone_name(ask.ctx.zone), zone, body);
}

static void now_and_zone_come_from_what_is_said(void)
{
    check_now("{\"text\":\"a\"}", "2024-02-20T09:45:00+00:00", "Europe/London");
    check_now("{\"text\":\"a\",\"timezone\":\"Asia/Shanghai\"}", "2024-02-20T17:45:00+08:00", "Asia/Shanghai");
    check_now("{\"text\":\"a\",\"now\":\"2024-02-20T17:45:00+08:00\"}", "2024-02-20T17:45:00+08:00", "+08:00");
    check_now("{\"text\":\"a\",\"now\":\"2024-02-20T17:45:00+00:00\"}", "2024-02-20T17:45:00+00:00", "Europe/London");
    check_now("{\"messages\":[{\"text\":\"a\",\"at\":\"2024-07-01T10:00:00-03:30\"},{\"text\":\"b\"}]}",
            "2024-07-01T10:00:00-03:30", "-03:30");
    check_now("{\"messages\":[{\"text\":\"a\",\"at\":\"2024-07-01T10:00:00+02:00\"}],\"now\":\"2024-07-02T10:00:00\","
              "\"timezone\":\"Asia/Tokyo\"}",
            "2024-07-02T10:00:00+09:00", "Asia/Tokyo");
}

static void a_locale_says_language_and_region(void)
{
    static const struct {
        const char *locale, *region;
        enum dg_language language;
    } cases[] = {
        { "zh-CN", "CN", DG_LANG_ZH },
        { "zh-Hant-TW", "TW", DG_LANG_ZH },
        { "en_gb", "GB", DG_LANG_EN },
        { "en", "", DG_LANG_EN },
        { "fr-FR", "FR", DG_LANG_UNKNOWN },
        { "en-001", "", DG_LANG_EN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char body[100];
        struct dg_ask ask;
        struct dg_problem why;
        snprintf(body, sizeof body, "{\"text\":\"a\",\"locale\":\"%s\"}", cases[i].locale);
        DG_CHECK(read_ask(&ask, body, &why) == DG_OK, "%s: %s", body, why.detail);
        DG_CHECK_INT(ask.ctx.language, cases[i].language, cases[i].locale);
        DG_CHECK_STR(dg_str_of(ask.ctx.region), cases[i].region, cases[i].locale);
    }
}

static const struct {
    const char *body, *pointer;
} bad_asks[] = {
    { "", "" },
    { "[]", "" },
    { "{\"text\":\"a\"", "" },
    { "{\"text\":\"\"}", "/text" },
    { "{\"text\":3}", "/text" },
    { "{\"txt\":\"a\"}", "/txt" },
    { "{\"a/b~c\":1,\"text\":\"a\"}", "" },
    { "{\"messages\":[{\"text\":\"a\"},{\"text\":\"\"}]}", "/messages/1/text" },
    { "{\"messages\":[{\"text\":\"a\",\"at\":\"x\"}]}", "/messages/0/at" },
    { "{\"messages\":[[]]}", "/messages/0" },
    { "{\"text\":\"a\",\"location\":{\"lat\":-90.5,\"lon\":0}}", "/location/lat" },
    { "{\"text\":\"a\",\"timezone\":\"\"}", "/timezone" },
    { "{\"text\":\"a\",\"now\":\"\"}", "/now" },
    { "{\"text\":\"a\",\"now\":\"1012-02-20T17:40:00Z\"}", "/now" },
    { "{\"text\":\"a\",\"now\":\"9999-12-31T23:59:59-08:00\"}", "/now" },
    { "{\"text\":\"a\",\"session_id\":\"s\"}", "/session_id" },
    { "{\"text\":\"\xff\"}", "" },
    { "{\"text\":\"\xe4\xb8\"}", "" },
    { "{\"text\":\"\\u0000\"}", "" },
    { "{\"text\":\"\\ud83d\"}", "" },
};

static void what_is_wrong_is_pointed_at(void)
{
    for (size_t i = 0; i < sizeof bad_asks / sizeof bad_asks[0]; i++) {
        struct dg_ask ask;
        struct dg_problem why;
        DG_CHECK_INT(read_ask(&ask, bad_asks[i].body, &why), DG_BAD_INPUT, bad_asks[i].body);
        DG_CHECK_STR(dg_str_of(why.pointer), bad_asks[i].pointer, bad_asks[i].body);
        DG_CHECK(why.detail[0] && dg_status_http(why.status) == 400, "%s", bad_asks[i].body);
    }
}

static enum dg_status nest(size_t depth, struct dg_problem *why)
{
    static const char head[] = "{\"text\":";
    size_t len = sizeof head - 1;
    char *body = malloc(len + 2 * depth + 1);
    memcpy(body, head, len);
    memset(body + len, '[', depth);
    memset(body + len + depth, ']', depth);
    body[len + 2 * depth] = '}';
    json_t *out;
    enum dg_status status = dg_wire_object(&out, (struct dg_str){ body, len + 2 * depth + 1 }, why);
    json_decref(out);
    free(body);
    return status;
}

static void nesting_has_a_bound(void)
{
    struct dg_problem why;
    DG_CHECK_INT(nest(DG_JSON_DEPTH_MAX - 1, &why), DG_OK, "at the bound");
    DG_CHECK_INT(nest(DG_JSON_DEPTH_MAX, &why), DG_BAD_INPUT, "past it");
    DG_CHECK_INT(nest(10000, &why), DG_BAD_INPUT, "far past it");
    DG_CHECK(strstr(why.detail, "nested"), "%s", why.detail);
}

static void too_many_messages_are_too_big(void)
{
    size_t count = 2001, len = 0;
    char *body = malloc(count * 16 + 32);
    len += (size_t)snprintf(body, 32, "{\"messages\":[");
    for (size_t i = 0; i < count; i++)
        len += (size_t)snprintf(body + len, 16, "%s{\"text\":\"a\"}", i ? "," : "");
    snprintf(body + len, 8, "]}");
    struct dg_ask ask;
    struct dg_problem why;
    DG_CHECK_INT(read_ask(&ask, body, &why), DG_TOO_BIG, "status");
    DG_CHECK_STR(dg_str_of(why.pointer), "/messages", "pointer");
    free(body);
}

static void a_full_arena_is_too_big_wherever_it_ends(void)
{
    static const char body[] = "{\"messages\":[{\"from\":\"a\",\"text\":\"b\"}],\"me\":\"a\",\"locale\":\"zh-CN\"}";
    struct dg_arena *whole = arena;
    for (size_t ceiling = 0; ceiling < 600; ceiling += 8) {
        struct dg_ask ask;
        struct dg_problem why;
        arena = dg_arena_create(ceiling);
        enum dg_status status = read_ask(&ask, body, &why);
        DG_CHECK(status == DG_OK || status == DG_TOO_BIG, "ceiling %zu: %d", ceiling, (int)status);
        DG_CHECK((status == DG_OK) == !dg_arena_overflowed(arena), "ceiling %zu", ceiling);
        dg_arena_destroy(arena);
    }
    arena = whole;
}

static void a_drag_says_its_session_and_privacy(void)
{
    struct dg_ask_means with = means();
    struct dg_ask ask;
    struct dg_problem why;
    DG_CHECK(dg_ask_read_drag(&ask, dg_str_of("{\"text\":\"a\",\"session_id\":\"s1\",\"privacy\":\"local\"}"), &with,
                     &why) == DG_OK,
            "%s", why.detail);
    DG_CHECK_STR(ask.session_id, "s1", "session");
    DG_CHECK(ask.local_only, "local");
    DG_CHECK_INT(dg_ask_read_drag(&ask, dg_str_of("{\"text\":\"a\",\"privacy\":\"none\"}"), &with, &why), DG_BAD_INPUT,
            "privacy");
}

static void an_ask_survives_the_store(void)
{
    static const char body[] =
            "{\"messages\":[{\"from\":\"小王\",\"text\":\"明天\",\"at\":\"2024-02-20T17:40:00+08:00\"},"
            "{\"text\":\"好\"}],\"locale\":\"zh-CN\",\"me\":\"小李\",\"offset_unit\":\"utf16\","
            "\"location\":{\"lat\":39.93,\"lon\":116.45},\"privacy\":\"local\",\"session_id\":\"s\"}";
    struct dg_ask_means with = means();
    struct dg_ask ask, again;
    struct dg_problem why;
    DG_CHECK(dg_ask_read_drag(&ask, dg_str_of(body), &with, &why) == DG_OK, "%s", why.detail);
    json_t *stored = dg_ask_json(&ask, arena);
    struct dg_str text = dg_wire_print(arena, stored);
    json_decref(stored);
    with.clock_s += 86400; /* a day later it still means the same */
    DG_CHECK(dg_ask_read_drag(&again, text, &with, &why) == DG_OK, "%s", why.detail);
    json_t *stored_again = dg_ask_json(&again, arena);
    DG_CHECK_STR(dg_wire_print(arena, stored_again), text.at, "the same");
    json_decref(stored_again);
    DG_CHECK(again.ctx.now.utc_s == ask.ctx.now.utc_s && again.unit == DG_UNIT_UTF16 && again.local_only, "context");
}

static void a_text_is_read_as_of_its_own_day_within_four_centuries(void)
{
    struct dg_ask ask;
    struct dg_problem why;
    DG_CHECK(read_ask(&ask, "{\"text\":\"a\",\"timezone\":\"UTC\",\"now\":\"1837-06-01T12:00:00Z\"}", &why) == DG_OK,
            "%s", why.detail);
    DG_CHECK_INT(read_ask(&ask, "{\"text\":\"a\",\"timezone\":\"UTC\",\"now\":\"1799-06-01T12:00:00Z\"}", &why),
            DG_BAD_INPUT, "before 1800");
    DG_CHECK_STR(dg_str_of(why.pointer), "/now", "the field is named");
}

/* Shanghai's local mean time was 8 h 5 min 43 s ahead until 1901. */
static void an_instant_stays_exact_where_the_offset_has_seconds(void)
{
    struct dg_ask ask, again;
    struct dg_problem why;
    DG_CHECK(read_ask(&ask, "{\"text\":\"a\",\"timezone\":\"Asia/Shanghai\",\"now\":\"1900-06-01T12:00:00\"}", &why) ==
                    DG_OK,
            "%s", why.detail);
    json_t *stored = dg_ask_json(&ask, arena);
    struct dg_ask_means with = means();
    DG_CHECK(dg_ask_read_drag(&again, dg_wire_print(arena, stored), &with, &why) == DG_OK, "%s", why.detail);
    DG_CHECK_INT(again.ctx.now.utc_s, ask.ctx.now.utc_s, "now");
    json_decref(stored);
}

static void an_ask_grows_by_messages(void)
{
    struct dg_ask_means with = means();
    struct dg_ask ask;
    struct dg_problem why;
    DG_CHECK(read_ask(&ask, "{\"text\":\"dinner?\"}", &why) == DG_OK, "%s", why.detail);
    size_t had = ask.talk.count;
    DG_CHECK(dg_ask_extend(&ask, dg_str_of("{\"messages\":[{\"text\":\"at eight\"}]}"), &with, &why) == DG_OK, "%s",
            why.detail);
    DG_CHECK_INT((long long)ask.talk.count, (long long)had + 1, "messages");
    DG_CHECK_STR(ask.talk.messages[had].text, "at eight", "the last");
    DG_CHECK_INT((long long)ask.paste.len, 0, "no paste any more");
    DG_CHECK_INT(
            dg_ask_extend(&ask, dg_str_of("{\"now\":\"2024-02-20T17:45:00Z\"}"), &with, &why), DG_BAD_INPUT, "now");
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* A text whose units differ: 1 byte, 3 bytes, 4 bytes (2 in UTF-16). */
#define MIXED "a\xe4\xb8\xad\xf0\x9f\x9a\x95"

static json_t *span_in(enum dg_unit unit, size_t repeats, uint32_t start, uint32_t end)
{
    char *text = calloc(repeats, sizeof MIXED);
    for (size_t i = 0; i < repeats; i++)
        memcpy(text + i * (sizeof MIXED - 1), MIXED, sizeof MIXED - 1);
    struct dg_message message = { .text = dg_str_of(text) };
    struct dg_talk talk = { .messages = &message, .count = 1 };
    struct dg_span span = { 0, start, end };
    struct dg_entity entity = { .type = "place", .text = message.text, .spans = &span, .span_count = 1 };
    entity.value = (struct dg_value){ .kind = DG_TEXT, .text = dg_str_of("x") };
    struct dg_reading reading = { .entities = &entity, .entity_count = 1 };
    struct dg_desk desk = dg_desk_of(&talk, unit, arena);
    json_t *out = dg_wire_reading(&desk, &reading);
    free(text);
    return out;
}

static void check_span(enum dg_unit unit, size_t repeats, uint32_t start, uint32_t end, long long s, long long e)
{
    json_t *out = span_in(unit, repeats, start, end);
    const json_t *entity = json_array_get(json_object_get(out, "entities"), 0);
    const json_t *span = json_array_get(json_object_get(entity, "spans"), 0);
    DG_CHECK_INT(json_integer_value(json_object_get(span, "start")), s, "start");
    DG_CHECK_INT(json_integer_value(json_object_get(span, "end")), e, "end");
    json_decref(out);
}

static void spans_count_in_the_unit_asked_for(void)
{
    check_span(DG_UNIT_CODEPOINT, 1, 1, 8, 1, 3);
    check_span(DG_UNIT_UTF16, 1, 1, 8, 1, 4);
    check_span(DG_UNIT_BYTE, 1, 1, 8, 1, 8);
    /* 1000 times 8 bytes, 3 code points, 4 units: past the marks */
    check_span(DG_UNIT_CODEPOINT, 1000, 4001, 8000, 1501, 3000);
    check_span(DG_UNIT_UTF16, 1000, 4004, 8000, 2002, 4000);
    check_span(DG_UNIT_BYTE, 1000, 4004, 8000, 4004, 8000);
}

static struct dg_instant instant(const char *text)
{
    struct dg_instant t = { 0 };
    DG_CHECK(dg_instant_parse(&t, dg_str_of(text), dg_zones_get(zones, dg_str_of("UTC"))), "%s", text);
    return t;
}

static void check_value(struct dg_value value, const char *json)
{
    json_t *out = dg_wire_value(arena, &value);
    DG_CHECK_STR(dg_wire_print(arena, out), json, json);
    json_decref(out);
}

static void values_look_as_the_contract_says(void)
{
    struct dg_time evening = { .has_start = true, .has_end = true, .grain = DG_GRAIN_PART_OF_DAY };
    evening.start = instant("2024-02-21T18:00:00+08:00");
    evening.end = instant("2024-02-22T00:00:00+08:00");
    check_value((struct dg_value){ .kind = DG_TIME, .time = evening },
            "{\"start\":\"2024-02-21T18:00:00+08:00\",\"end\":\"2024-02-22T00:00:00+08:00\",\"grain\":\"part_of_"
            "day\"}");
    check_value(
            (struct dg_value){ .kind = DG_TIME, .time = { .duration = dg_str_of("PT2H") } }, "{\"duration\":\"PT2H\"}");
    struct dg_place place = { .name = dg_str_of("国贸"), .has_point = true, .lat = 39.93, .lon = 116.45 };
    place.kind = DG_PLACE_AREA;
    check_value((struct dg_value){ .kind = DG_PLACE, .place = place },
            "{\"name\":\"国贸\",\"lat\":39.93,\"lon\":116.45,\"kind\":\"area\"}");
    check_value((struct dg_value){ .kind = DG_COUNT, .count = 4 }, "{\"number\":4}");
    check_value((struct dg_value){ .kind = DG_COUNT, .count = 1.5 }, "{\"number\":1.5}");
    check_value((struct dg_value){ .kind = DG_TEXT, .text = dg_str_of("x") }, "{\"text\":\"x\"}");
    check_value((struct dg_value){ .kind = DG_PERSON, .text = dg_str_of("Ann") }, "{\"name\":\"Ann\"}");
    check_value((struct dg_value){ .kind = DG_MONEY, .money = { 42.5, dg_str_of("CNY"), dg_str_of("person") } },
            "{\"amount\":42.5,\"currency\":\"CNY\",\"per\":\"person\"}");
    check_value((struct dg_value){ .kind = DG_CODE, .code = { dg_str_of("CA1234"), dg_str_of("flight") } },
            "{\"code\":\"CA1234\",\"scheme\":\"flight\"}");
}

static void slots_of_several_things_become_a_list(void)
{
    struct dg_slot slots[3] = { { .name = "stops", .many = true }, { .name = "dropoff" },
        { .name = "stops", .many = true } };
    for (int i = 0; i < 3; i++)
        slots[i].value = (struct dg_value){ .kind = DG_TEXT, .text = dg_str_of("x") };
    struct dg_talk talk = { .messages = NULL };
    struct dg_desk desk = dg_desk_of(&talk, DG_UNIT_BYTE, arena);
    json_t *out = dg_wire_slots(&desk, slots, 3);
    DG_CHECK_INT((long long)json_array_size(json_object_get(out, "stops")), 2, "stops");
    DG_CHECK(json_is_object(json_object_get(out, "dropoff")), "dropoff");
    json_decref(out);
}

static void an_empty_reading_has_all_its_fields(void)
{
    struct dg_talk talk = { .messages = NULL };
    struct dg_reading reading = { 0 };
    struct dg_desk desk = dg_desk_of(&talk, DG_UNIT_CODEPOINT, arena);
    json_t *out = dg_wire_reading(&desk, &reading);
    DG_CHECK_STR(dg_wire_print(arena, out),
            "{\"language\":\"und\",\"plan\":{\"slots\":{}},\"intents\":[],\"superseded\":[],\"entities\":[]}",
            "reading");
    json_decref(out);
}

int main(void)
{
    arena = dg_arena_create(64 * 1024 * 1024);
    zones = dg_zones_create();
    lexicon = dg_lexicon_builtin();
    dg_run("now and zone come from what is said", now_and_zone_come_from_what_is_said);
    dg_run("a locale says language and region", a_locale_says_language_and_region);
    dg_run("what is wrong is pointed at", what_is_wrong_is_pointed_at);
    dg_run("nesting has a bound", nesting_has_a_bound);
    dg_run("too many messages are too big", too_many_messages_are_too_big);
    dg_run("a full arena is too big wherever it ends", a_full_arena_is_too_big_wherever_it_ends);
    dg_run("a drag says its session and privacy", a_drag_says_its_session_and_privacy);
    dg_run("an ask survives the store", an_ask_survives_the_store);
    dg_run("an instant stays exact where the offset has seconds", an_instant_stays_exact_where_the_offset_has_seconds);
    dg_run("a text is read as of its own day, within four centuries",
            a_text_is_read_as_of_its_own_day_within_four_centuries);
    dg_run("an ask grows by messages", an_ask_grows_by_messages);
    dg_run("spans count in the unit asked for", spans_count_in_the_unit_asked_for);
    dg_run("values look as the contract says", values_look_as_the_contract_says);
    dg_run("slots of several things become a list", slots_of_several_things_become_a_list);
    dg_run("an empty reading has all its fields", an_empty_reading_has_all_its_fields);
    dg_zones_destroy(zones);
    dg_arena_destroy(arena);
    return dg_done();
}
