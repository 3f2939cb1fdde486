#include "adapters/body.h"
#include "adapters/idempotency.h"
#include "tests/support/check.h"

static struct dg_arena *arena;
static struct dg_zone *zone;

static json_t *object(const char *text)
{
    return dg_body_read(dg_str_of(text));
}

static void only_objects_and_lists_are_bodies(void)
{
    static const struct {
        const char *text;
        bool read;
    } cases[] = { { "{}", true }, { "[1]", true }, { "", false }, { "7", false }, { "\"x\"", false },
        { "{\"a\":1,}", false }, { "{\"a\":1,\"a\":2}", false }, { "{\"a\":\"\\u0000\"}", false },
        { "{\"a\":\"\xFF\"}", false }, { "{}{}", false } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = object(cases[i].text);
        DG_CHECK((json != NULL) == cases[i].read, "%s", cases[i].text);
        json_decref(json);
    }
}

static void a_body_over_the_bound_is_not_read(void)
{
    size_t len = DG_BODY_BYTES_MAX + 1;
    char *text = dg_arena_alloc(arena, len);
    memset(text, ' ', len);
    text[0] = '{';
    text[len - 1] = '}';
    DG_CHECK(!dg_body_read((struct dg_str){ text, len }), "one byte too long");
    text[len - 2] = '}';
    json_t *json = dg_body_read((struct dg_str){ text, len - 1 });
    DG_CHECK(json != NULL, "as long as may be");
    json_decref(json);
}

static void shown_text_cannot_disturb_the_page(void)
{
    static const struct {
        const char *json, *shown;
    } cases[] = {
        { "{\"t\":\" 出租车 \"}", "出租车" },
        { "{\"t\":\"a\\nb\\tc\"}", "a b c" },
        { "{\"t\":\"\\u202eabc\\u202c\"}", "abc" },
        { "{\"t\":\"a\\u2066b\\u2028c\\ufeffd\\u0085e\"}", "a b c d e" },
        { "{\"t\":\"family \\ud83d\\udc68\\u200d\\ud83d\\udc67\"}",
                "family \xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA7" },
        { "{\"t\":7}", "" },
        { "{}", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = object(cases[i].json);
        DG_CHECK_STR(dg_body_text(arena, json, "t"), cases[i].shown, cases[i].json);
        json_decref(json);
    }
}

static void long_text_is_cut_between_characters(void)
{
    json_t *json = json_object();
    char text[3 * 200 + 1];
    for (int i = 0; i < 200; i++)
        memcpy(text + 3 * i, "车", 3);
    text[600] = '\0';
    json_object_set_new(json, "t", json_string(text));
    DG_CHECK_INT((long long)dg_body_text(arena, json, "t").len, DG_BODY_TEXT_BYTES / 3 * 3, "bytes");
    json_decref(json);
}

static void an_id_is_taken_as_it_is_or_not_at_all(void)
{
    static const struct {
        const char *json, *id;
    } cases[] = {
        { "{\"id\":\"o/1?a=b#c\"}", "o/1?a=b#c" },
        { "{\"id\":\"中\"}", "中" },
        { "{\"id\":\".\"}", "" },
        { "{\"id\":\"..\"}", "" },
        { "{\"id\":\"...\"}", "..." },
        { "{\"id\":\"a b\"}", "" },
        { "{\"id\":\"a\\r\\nHost: x\"}", "" },
        { "{\"id\":12}", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = object(cases[i].json);
        DG_CHECK_STR(dg_body_id(arena, json, "id"), cases[i].id, cases[i].json);
        json_decref(json);
    }
}

static void a_number_is_finite_and_whole_to_its_end(void)
{
    static const struct {
        const char *json;
        bool is;
        double number;
    } cases[] = {
        { "{\"n\":12.5}", true, 12.5 },
        { "{\"n\":\"12.50\"}", true, 12.5 },
        { "{\"n\":\"-3\"}", true, -3 },
        { "{\"n\":\"0x10\"}", false, 0 },
        { "{\"n\":\"inf\"}", false, 0 },
        { "{\"n\":\"1-2\"}", false, 0 },
        { "{\"n\":\"\"}", false, 0 },
        { "{\"n\":true}", false, 0 },
        { "{}", false, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = object(cases[i].json);
        double number = 0;
        bool is = dg_body_number(json, "n", &number);
        DG_CHECK(is == cases[i].is && (!is || number == cases[i].number), "%s: %g", cases[i].json, number);
        json_decref(json);
    }
}

static void a_currency_has_three_capitals(void)
{
    json_t *json = object("{\"a\":\"CNY\",\"b\":\"cny\",\"c\":\"CN\",\"d\":\"€\"}");
    DG_CHECK_STR(dg_body_currency(arena, json, "a"), "CNY", "a");
    DG_CHECK_STR(dg_body_currency(arena, json, "b"), "", "b");
    DG_CHECK_STR(dg_body_currency(arena, json, "c"), "", "c");
    DG_CHECK_STR(dg_body_currency(arena, json, "d"), "", "d");
    json_decref(json);
}

static void a_time_is_shown_on_the_clock_of_the_talk(void)
{
    json_t *json = object("{\"t\":\"2024-02-20T10:00:00Z\",\"local\":\"2024-02-20T18:00:00\",\"no\":\"soon\"}");
    struct dg_instant t;
    DG_CHECK(dg_body_instant(json, "t", zone, &t), "UTC is read");
    DG_CHECK_STR(dg_instant_print(arena, t), "2024-02-20T18:00:00+08:00", "in Shanghai");
    DG_CHECK(dg_body_instant(json, "local", zone, &t) && t.utc_s == 1708423200, "without an offset it is local");
    DG_CHECK(!dg_body_instant(json, "no", zone, &t), "soon is no time");
    json_decref(json);
}

static void a_key_gives_one_uuid_a_step(void)
{
    struct dg_str a = dg_key_uuid(arena, dg_str_of("k1"), "book"), again = dg_key_uuid(arena, dg_str_of("k1"), "book");
    struct dg_str other_step = dg_key_uuid(arena, dg_str_of("k1"), "refund");
    struct dg_str other_key = dg_key_uuid(arena, dg_str_of("k2"), "book");
    DG_CHECK(dg_str_eq(a, again), "the same twice");
    DG_CHECK(!dg_str_eq(a, other_step) && !dg_str_eq(a, other_key), "others differ");
    DG_CHECK(a.len == 36 && a.at[14] == '8' && strchr("89ab", a.at[19]), "version 8 of RFC 9562: %s", a.at);
}

int main(void)
{
    arena = dg_arena_create(8 << 20);
    zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    dg_run("only objects and lists are bodies", only_objects_and_lists_are_bodies);
    dg_run("a body over the bound is not read", a_body_over_the_bound_is_not_read);
    dg_run("shown text cannot disturb the page", shown_text_cannot_disturb_the_page);
    dg_run("long text is cut between characters", long_text_is_cut_between_characters);
    dg_run("an id is taken as it is or not at all", an_id_is_taken_as_it_is_or_not_at_all);
    dg_run("a number is finite and whole to its end", a_number_is_finite_and_whole_to_its_end);
    dg_run("a currency has three capitals", a_currency_has_three_capitals);
    dg_run("a time is shown on the clock of the talk", a_time_is_shown_on_the_clock_of_the_talk);
    dg_run("a key gives one UUID a step", a_key_gives_one_uuid_a_step);
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
    return dg_done();
}
