#include "intents/normalise.h"
#include "intents/recogniser.h"
#include "intents/zone.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 20 };

static struct dg_str print_value(struct dg_arena *a, const struct dg_mention *m)
{
    return dg_arena_print(a, "%.12g%s%s", m->value.count, m->unit ? " " : "", m->unit ? m->unit : "");
}

/* What is found of one type in a message: "text = value; text = value", or "-". */
static struct dg_str found_in(struct dg_arena *a, struct dg_str message, enum dg_mention_type type)
{
    struct dg_lexicon lex = dg_lexicon_builtin();
    struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = zone, .now = { 1708422000, 0 } };
    struct dg_text text;
    struct dg_str all = { "-", 1 };
    if (DG_CHECK(dg_text_fold(&text, message, &lex, a), "room to fold")) {
        struct dg_scan scan = { .text = &text, .ctx = &ctx, .reference = ctx.now, .lexicon = &lex, .arena = a };
        struct dg_mentions found = dg_recognise(&scan);
        for (size_t i = 0; i < found.count; i++) {
            if (found.at[i].type != type)
                continue;
            struct dg_str words = dg_text_words(&text, found.at[i].start, found.at[i].end);
            struct dg_str value = print_value(a, &found.at[i]);
            all = dg_arena_print(a, "%.*s%s%.*s = %.*s", all.at[0] == '-' && all.len == 1 ? 0 : (int)all.len, all.at,
                    all.at[0] == '-' && all.len == 1 ? "" : "; ", (int)words.len, words.at, (int)value.len, value.at);
        }
    }
    dg_zone_destroy(zone);
    return all;
}

struct example {
    const char *text, *found;
};

static void check_all(const struct example *cases, size_t count, enum dg_mention_type type)
{
    for (size_t i = 0; i < count; i++) {
        struct dg_arena *a = dg_arena_create(ARENA_BYTES);
        DG_CHECK_STR(found_in(a, dg_str_of(cases[i].text), type), cases[i].found, cases[i].text);
        dg_arena_destroy(a);
    }
}

static void numbers_of_all_forms_are_read(void)
{
    static const struct example cases[] = {
        { "一千零五", "一千零五 = 1005" },
        { "one thousand and five", "one thousand and five = 1005" },
        { "三百五", "三百五 = 350" },
        { "7 万5 千4 百", "7 万5 千4 百 = 75400" },
        { "十余万", "十余万 = 100000" },
        { "八点七", "八点七 = 8.7" },
        { "eight point seven", "eight point seven = 8.7" },
        { "四分之三", "四分之三 = 0.75" },
        { "three quarters", "three quarters = 0.75" },
        { "two and a half", "two and a half = 2.5" },
        { "half a dozen", "half a dozen = 6" },
        { "-10k", "-10k = -10000" },
        { "1,234,567.5", "1,234,567.5 = 1234567.5" },
        { "12,34,567", "12,34,567 = 1234567" },
        { "3 lakh", "3 lakh = 300000" },
        { "2 crore", "2 crore = 20000000" },
        { "6.02e23", "6.02e23 = 6.02e+23" },
        { "百分之十五", "百分之十五 = 15 percent" },
        { "涨了两点 八个百分点", "两点 八个百分点 = 2.8 percent" },
        { "降到六 十点 三", "六 十点 三 = 60.3" },
        { "15 percent", "15 percent = 15 percent" },
        { "三成半", "三成半 = 35 percent" },
        { "八五折", "八五折 = 85 percent" },
        { "打八折", "八折 = 80 percent" },
        { "打对折", "对折 = 50 percent" },
        { "半价票", "半价 = 50 percent" },
        { "5w", "5w = 50000" },
        { "5 w", "5 = 5" },
        { "第二十五", "第二十五 = 25 ordinal" },
        { "twenty-fifth", "twenty-fifth = 25 ordinal" },
        { "三四百", "三四百 = 400" },
        { "三四七", "三四七 = 347" },
        { "数百", "-" },
        { "forty and two and three eighths", "forty and two and three eighths = 42.375" },
        { "two and a half million", "two and a half million = 2500000" },
        { "two million and a half", "two million and a half = 2500000" },
        { "a thousand and one", "a thousand and one = 1001" },
        { "a hundred millionth", "a hundred millionth = 100000000 ordinal" },
        { "a millionth", "a millionth = 1e-06" },
        { "7¾", "7¾ = 7.75" },
        { "¾", "¾ = 0.75" },
        { "4bn", "4bn = 4000000000" },
        { "八点一起", "-" },
    };
    check_all(cases, sizeof cases / sizeof cases[0], DG_M_NUMBER);
}

/* The numbers in a message that stand in times, money and counts: "5; 20", or "-". */
static struct dg_str inner_of(struct dg_arena *a, struct dg_str message)
{
    struct dg_lexicon lex = dg_lexicon_builtin();
    struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = zone, .now = { 1708422000, 0 } };
    struct dg_text text;
    struct dg_str all = { "-", 1 };
    if (DG_CHECK(dg_text_fold(&text, message, &lex, a), "room to fold")) {
        struct dg_scan scan = { .text = &text, .ctx = &ctx, .reference = ctx.now, .lexicon = &lex, .arena = a };
        struct dg_mentions found = dg_recognise(&scan);
        for (size_t i = 0; i < found.inner_count; i++)
            all = dg_arena_print(
                    a, "%.*s%s%.12g", i ? (int)all.len : 0, all.at, i ? "; " : "", found.inner[i].value.count);
    }
    dg_zone_destroy(zone);
    return all;
}

static void numbers_inside_times_money_and_counts_are_told_too(void)
{
    static const struct example cases[] = {
        { "住三天，一共900块", "3; 900" },
        { "three days for $900", "3; 900" },
        { "五个人", "5" },
        { "周一", "-" },
        { "五一", "-" },
        { "一早", "-" },
        { "五六点", "-" },
        { "19:30", "-" },
        { "2024-02-21", "-" },
        { "nineteen eighty four", "-" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *a = dg_arena_create(ARENA_BYTES);
        DG_CHECK_STR(inner_of(a, dg_str_of(cases[i].text)), cases[i].found, cases[i].text);
        dg_arena_destroy(a);
    }
}

int main(void)
{
    dg_run("numbers of all forms are read", numbers_of_all_forms_are_read);
    dg_run("numbers inside times, money and counts are told too", numbers_inside_times_money_and_counts_are_told_too);
    return dg_done();
}
