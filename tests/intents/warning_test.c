/* What is warned of, and what is not: the near misses matter more, since a warning that is wrong is soon not read. */
#include "intents/lexicon.h"
#include "intents/read.h"
#include "intents/spoof.h"
#include "intents/zone.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 16 * 1024 * 1024 };

static void hidden_characters_are_told_from_those_of_emoji(void)
{
    static const struct {
        const char *text;
        bool hidden;
    } cases[] = {
        { "dinner at Luigi's", false },
        { "晚上七点，望江楼", false },
        { "family 👨‍👩‍👧 ok", false }, /* joined emoji */
        { "🏴󠁧󠁢󠁥󠁮󠁧󠁿 wins", false }, /* a flag made of tags */
        { "☕️ at 5", false },
        { "pay\u200bpal", true },
        { "望江\u200b楼", true },
        { "a\u200db", true },
        { "\u202egpj.exe", true },
        { "call \u2066+86\u2069 1", true },
        { "soft\u00adly", true },
        { "x\U000e0041y", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK(dg_spoof_hidden(dg_str_of(cases[i].text)) == cases[i].hidden, "%s", cases[i].text);
}

static void links_that_imitate_are_told_from_those_that_are_themselves(void)
{
    static const struct {
        const char *url;
        bool looks_alike;
    } cases[] = {
        { "https://paypal.com/pay", false },
        { "https://www.paypal.com", false },
        { "paypa1.com", true },
        { "https://paypaI.com/x", true }, /* a capital i */
        { "http://\xD0\xB0pple.com", true }, /* Cyrillic а */
        { "http://xn--pple-43d.com/id", true },
        { "https://arnazon.com/deal", true },
        { "https://ta0bao.com", true },
        { "https://taobao.com.pay-now.example/x", true },
        { "https://apple.com@198.51.100.7/", true },
        { "https://paypal-login.com", true },
        { "https://12306.cn/index", false },
        { "https://kyfw.12306.cn/otn", false },
        { "https://j.mp/3xYz", false },
        { "https://little-bistro.example/menu", false },
        { "https://meet.google.com/abc-defg-hij", false },
        { "https://google-analytics.com/x", false },
        { "http://xn--fiqs8s.example", false }, /* 中国: of another script, but like nothing known */
        { "http://user@host.example/", false },
        { "", false },
        { "https://", false },
    };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK(dg_spoof_link(dg_str_of(cases[i].url), &lexicon) == cases[i].looks_alike, "%s", cases[i].url);
}

/* Chinese and English side by side; `where` is where the reader stands. */
static const struct {
    const char *text, *warns; /* the types, in order, with blanks between */
    double lat, lon;
} talks[] = {
    { "明晚七点打车去杭州东站", "", 30.25, 120.15 },
    { "一小时后在上海虹桥站见，打车去", "too-far-to-make-it", 39.90, 116.40 },
    { "taxi to Heathrow Airport at 13:00", "too-far-to-make-it", 40.71, -74.01 },
    { "taxi to Heathrow Airport at 15:00", "", 51.51, -0.13 },
    { "我的快递 RA473124828CN 到哪了", "bad-check-digit", 0, 0 },
    { "我的快递 RA473124829CN 到哪了", "", 0, 0 },
    { "where is my parcel 1Z999AA10123456785", "bad-check-digit", 0, 0 },
    { "where is my parcel 1Z999AA10123456784", "", 0, 0 },
    { "您的包裹 RA473124829CN 待处理 http://ta0bao.com/x", "look-alike-link", 0, 0 },
    { "parcel 1Z999AA10123456784 is held, see https://paypal-login.com", "look-alike-link", 0, 0 },
    { "parcel 1Z999AA10123456784 is held, see http://\xD0\xB0pple.com/id", "look-alike-link", 0, 0 },
    { "您的包裹 RA473124829CN 待处理 \xD0\xB0pple.com/id", "look-alike-link", 0, 0 },
    { "parcel 1Z999AA10123456784 is held, see https://ups.com/track", "", 0, 0 },
};

static struct dg_str print_warnings(const struct dg_intent *intent, struct dg_arena *arena)
{
    struct dg_str out = dg_str_of("");
    for (size_t i = 0; i < intent->warning_count; i++)
        out = dg_arena_print(arena, "%.*s%s%s", (int)out.len, out.at, i ? " " : "", intent->warnings[i].type);
    return out;
}

static void check_talk(const char *text, double lat, double lon, const char *warns)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = zone, .has_location = lat != 0, .lat = lat, .lon = lon };
    ctx.now.utc_s = 1904644800; /* 2030-05-10T12:00:00Z */
    struct dg_message message = { .text = dg_str_of(text) };
    struct dg_talk talk = { .messages = &message, .count = 1 };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    const struct dg_reading *reading;
    DG_CHECK_INT(dg_read(&reading, &talk, &ctx, &lexicon, arena, NULL), DG_OK, text);
    if (DG_CHECK(reading->intent_count > 0, "%s: no intent", text))
        DG_CHECK_STR(print_warnings(&reading->intents[0], arena), warns, text);
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
}

static void what_looks_wrong_is_said(void)
{
    for (size_t i = 0; i < sizeof talks / sizeof talks[0]; i++)
        check_talk(talks[i].text, talks[i].lat, talks[i].lon, talks[i].warns);
}

int main(void)
{
    dg_run("hidden characters are told from those of emoji", hidden_characters_are_told_from_those_of_emoji);
    dg_run("links that imitate are told from those that are themselves",
            links_that_imitate_are_told_from_those_that_are_themselves);
    dg_run("what looks wrong is said", what_looks_wrong_is_said);
    return dg_done();
}
