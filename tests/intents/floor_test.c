#include "intents/arena.h"
#include "intents/lexicon.h"
#include "intents/lexicon_build.h"
#include "intents/normalise.h"
#include "intents/utf8.h"
#include "tests/support/check.h"

static void an_arena_past_its_ceiling_gives_null_and_keeps_the_mark(void)
{
    struct dg_arena *a = dg_arena_create(1000);
    DG_CHECK(dg_arena_alloc(a, 500) != NULL, "half fits");
    DG_CHECK(dg_arena_alloc(a, 600) == NULL, "more does not");
    DG_CHECK(dg_arena_alloc(a, 100) != NULL, "a smaller one still does");
    DG_CHECK(dg_arena_overflowed(a), "the mark is sticky");
    dg_arena_destroy(a);
}

static void undoing_a_try_gives_the_memory_back(void)
{
    struct dg_arena *a = dg_arena_create(1 << 20);
    dg_arena_alloc(a, 100);
    struct dg_mark m = dg_arena_mark(a);
    size_t before = dg_arena_used(a);
    dg_arena_alloc(a, 200000);
    dg_arena_undo(a, m);
    DG_CHECK_INT((long long)dg_arena_used(a), (long long)before, "bytes used");
    dg_arena_destroy(a);
}

static void what_the_last_allocation_does_not_fill_is_given_back(void)
{
    struct dg_arena *a = dg_arena_create(1 << 20);
    char *few = dg_arena_alloc(a, 800);
    memset(few, 1, 800);
    dg_arena_trim(a, few, 80);
    DG_CHECK_INT((long long)dg_arena_used(a), 80, "bytes used");
    const char *next = dg_arena_alloc(a, 16);
    DG_CHECK(next == few + 80, "the next one stands behind what was kept");
    DG_CHECK(next[0] == 0 && next[15] == 0, "and is zeroed");
    DG_CHECK(few[79] == 1, "what was kept stays");
    dg_arena_destroy(a);
}

static void broken_utf8_is_found_where_it_is(void)
{
    static const struct {
        const char *bytes;
        size_t len;
        ptrdiff_t at;
    } cases[] = {
        { "晚上", 6, -1 },
        { "a\xC3", 2, 1 },
        { "a\0b", 3, 1 },
        { "\xC0\x80", 2, 0 },
        { "\xED\xA0\x80", 3, 0 },
        { "ok\xF4\x90\x80\x80", 6, 2 },
        { "\xF0\x9F\x91\x8D", 4, -1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK_INT(dg_utf8_check((struct dg_str){ cases[i].bytes, cases[i].len }), cases[i].at, "broken at");
}

static void lengths_differ_by_unit(void)
{
    struct dg_str text = dg_str_of("a晚👍");
    DG_CHECK_INT((long long)dg_utf8_codepoints(text, text.len), 3, "code points");
    DG_CHECK_INT((long long)dg_utf8_utf16_units(text, text.len), 4, "UTF-16 units");
    DG_CHECK_INT((long long)dg_utf8_byte_of(text, 2), 4, "byte of the third code point");
}

static void folding_keeps_the_way_back(void)
{
    static const struct {
        const char *original, *folded;
    } cases[] = {
        { "Tonight?  ＯＫ", "tonight? ok" },
        { "這個禮拜天", "这个礼拜天" },
        { "it’s 7㎞", "it's 7km" },
        { "7:3O pm", "7:30 pm" },
        { "l0:30还是O8:l5", "10:30还是08:15" },
        { "lo:ol", "lo:ol" },
        { "Rio:12", "rio:12" },
    };
    struct dg_lexicon lex = dg_lexicon_builtin();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *a = dg_arena_create(1 << 20);
        struct dg_text text;
        DG_CHECK(dg_text_fold(&text, dg_str_of(cases[i].original), &lex, a), "folds");
        DG_CHECK_STR(text.folded, cases[i].folded, cases[i].original);
        DG_CHECK_STR(dg_text_words(&text, 0, text.folded.len), cases[i].original, "the way back");
        dg_arena_destroy(a);
    }
}

static void a_word_is_found_only_between_borders(void)
{
    struct dg_lexicon lex = dg_lexicon_builtin();
    struct dg_word w;
    DG_CHECK(dg_lexicon_longest(&lex, DG_IN_ZH, DG_W_NUMBER_DIGIT, dg_str_of("零点"), 0, &w), "零 is a digit word");
    DG_CHECK_INT(dg_word_number(&w, 0, -1), 0, "its value");
    DG_CHECK(!dg_lexicon_longest(&lex, DG_IN_EN, DG_W_NUMBER_DIGIT, dg_str_of("零点"), 0, &w), "not in English");
}

static void a_table_made_at_start_is_looked_up_beside_the_built_in_one(void)
{
    static const char *const lines[] = { "# ours", "", "The Copper Pot Annex\tplace.brand\tours\r\n",
        "零零\tnumber.digit\t7" };
    struct dg_lexicon builtin = dg_lexicon_builtin(), own;
    struct dg_arena *a = dg_arena_create(64 << 20);
    struct dg_lexicon_build *b = dg_lexicon_build_create(a, &builtin);
    struct dg_word w = { 0 };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        DG_CHECK(dg_lexicon_build_line(b, DG_IN_ANY, dg_str_of(lines[i])) == NULL, "line %zu is good", i);
    DG_CHECK_INT((long)dg_lexicon_build_count(b), 2, "words");
    DG_CHECK(dg_lexicon_build_make(b, &own), "made");
    builtin.more = &own;
    DG_CHECK(dg_lexicon_is(&builtin, DG_IN_EN, DG_W_PLACE_BRAND, dg_str_of("the copper pot annex"), &w), "ours");
    DG_CHECK_STR(w.value, "ours", "its columns");
    DG_CHECK(dg_lexicon_longest(&builtin, DG_IN_ZH, DG_W_NUMBER_DIGIT, dg_str_of("零零点"), 0, &w), "the longer one");
    DG_CHECK_INT(dg_word_number(&w, 0, -1), 7, "its number");
    DG_CHECK(dg_lexicon_longest(&builtin, DG_IN_ZH, DG_W_NUMBER_DIGIT, dg_str_of("零点"), 0, &w), "built in");
    dg_arena_destroy(a);
}

static bool same_words(const struct dg_word *a, size_t a_count, const struct dg_word *b, size_t b_count)
{
    bool same = a_count == b_count;
    for (size_t i = 0; same && i < a_count; i++)
        same = a[i].len == b[i].len && a[i].class == b[i].class && a[i].languages == b[i].languages &&
                dg_str_eq(a[i].value, b[i].value) && a[i].numbers == b[i].numbers;
    return same;
}

/* Both lexicons are asked for all words, those of some classes and the longest of one at byte `at`. */
static bool answer_alike(
        const struct dg_lexicon *walked, const struct dg_lexicon *indexed, struct dg_str text, size_t at)
{
#define SOME(n) DG_CLASS(n, DG_W_WEEKDAY) DG_CLASS_RANGE(n, DG_W_PLACE_CITY, DG_W_PLACE_BRAND)
    static const struct dg_classes some = DG_CLASSES(SOME);
#undef SOME
    struct dg_word a[64], b[64];
    if (!same_words(a, dg_lexicon_match(walked, DG_IN_ANY, text, at, a, 64), b,
                dg_lexicon_match(indexed, DG_IN_ANY, text, at, b, 64)) ||
            !same_words(a, dg_lexicon_match_in(walked, DG_IN_EN, &some, text, at, a, 64), b,
                    dg_lexicon_match_in(indexed, DG_IN_EN, &some, text, at, b, 64)))
        return false;
    bool one = dg_lexicon_longest(walked, DG_IN_ANY, DG_W_PLACE_BRAND, text, at, a);
    return one == dg_lexicon_longest(indexed, DG_IN_ANY, DG_W_PLACE_BRAND, text, at, b) &&
            (!one || same_words(a, 1, b, 1));
}

static void words_found_beforehand_are_those_found_when_asked(void)
{
    static const char *const texts[] = { "", "周五晚上七点半去北京三里屯吃火锅吧", "friday 7pm at starbucks, new york?",
        "dinner周六6点the copper pot annex见7-eleven旁" };
    struct dg_lexicon lex = dg_lexicon_builtin(), own, indexed;
    struct dg_arena *a = dg_arena_create(64 << 20);
    struct dg_lexicon_build *b = dg_lexicon_build_create(a, &lex);
    DG_CHECK(!dg_lexicon_build_line(b, DG_IN_ANY, dg_str_of("The Copper Pot\tplace.brand")), "a word of ours");
    DG_CHECK(!dg_lexicon_build_line(b, DG_IN_ANY, dg_str_of("周五\ttime.weekday\t5")), "one that both tables have");
    DG_CHECK(dg_lexicon_build_make(b, &own), "made");
    lex.more = &own;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct dg_str text = dg_str_of(texts[i]);
        size_t unlike = 0;
        DG_CHECK(dg_lexicon_index(&indexed, &lex, text, a), "indexed");
        for (size_t start = 0; start < text.len; start++) {
            for (size_t end = start; end <= text.len; end++) {
                for (size_t at = start; at < end; at++)
                    unlike += !answer_alike(&lex, &indexed, dg_str_cut(text, start, end), at - start);
            }
        }
        DG_CHECK_INT((long long)unlike, 0, texts[i]);
        DG_CHECK(answer_alike(&lex, &indexed, dg_str_of("周五 another text"), 0), "any other text is walked");
    }
    dg_arena_destroy(a);
}

static void a_line_that_says_nothing_true_is_refused_with_the_reason(void)
{
    static const char *const lines[] = { "word alone", "\tplace.brand", "word\tno.such", "\xff\tplace.brand" };
    struct dg_lexicon builtin = dg_lexicon_builtin();
    struct dg_arena *a = dg_arena_create(1 << 20);
    struct dg_lexicon_build *b = dg_lexicon_build_create(a, &builtin);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        DG_CHECK(dg_lexicon_build_line(b, DG_IN_ANY, dg_str_of(lines[i])) != NULL, "line %zu is refused", i);
    dg_arena_destroy(a);
}

int main(void)
{
    dg_run("an arena past its ceiling gives NULL and keeps the mark",
            an_arena_past_its_ceiling_gives_null_and_keeps_the_mark);
    dg_run("undoing a try gives the memory back", undoing_a_try_gives_the_memory_back);
    dg_run("what the last allocation does not fill is given back",
            what_the_last_allocation_does_not_fill_is_given_back);
    dg_run("broken UTF-8 is found where it is", broken_utf8_is_found_where_it_is);
    dg_run("lengths differ by unit", lengths_differ_by_unit);
    dg_run("folding keeps the way back", folding_keeps_the_way_back);
    dg_run("a word is found only between borders", a_word_is_found_only_between_borders);
    dg_run("a table made at start is looked up beside the built-in one",
            a_table_made_at_start_is_looked_up_beside_the_built_in_one);
    dg_run("words found beforehand are those found when asked", words_found_beforehand_are_those_found_when_asked);
    dg_run("a line that says nothing true is refused with the reason",
            a_line_that_says_nothing_true_is_refused_with_the_reason);
    return dg_done();
}
