#include "intents/language.h"
#include "intents/name.h"
#include "tests/support/check.h"
#include "tests/support/scan.h"

#include <stdlib.h>

/* ---- names in messages --------------------------------------------------------------------------------------- */

enum { MESSAGES_MAX = 4 };

struct talk_case {
    const char *messages[MESSAGES_MAX]; /* the last one is looked at */
    const char *places, *titles;
};

static struct dg_str print_words(struct dg_test_scan *scan, const struct dg_mention *m)
{
    return m->type == DG_M_PLACE ? m->value.place.name : dg_scan_words(scan, m);
}

static void review(struct dg_test_scan *scan, const struct dg_name_model *model, struct dg_name_talk *talk)
{
    struct dg_message message = { .text = scan->text.original };
    struct dg_talk one = { .messages = &message, .count = 1 };
    struct dg_scan look = { .text = &scan->text,
        .language = dg_language_detect(&one),
        .ctx = &scan->ctx,
        .reference = scan->ctx.now,
        .lexicon = &scan->lexicon,
        .arena = scan->arena,
        .before = scan->found.at,
        .before_count = scan->found.count };
    DG_CHECK(dg_name_review(&scan->found, &look, model, talk), "%s", "there is room");
}

static void check_talks(const struct talk_case *cases, size_t count)
{
    struct dg_name_model model = dg_name_model_builtin();
    for (size_t i = 0; i < count; i++) {
        struct dg_name_talk talk = { 0 };
        for (size_t k = 0; k < MESSAGES_MAX && cases[i].messages[k]; k++) {
            struct dg_test_scan scan;
            dg_scan_open(&scan, cases[i].messages[k]);
            review(&scan, &model, &talk);
            if (k + 1 == MESSAGES_MAX || !cases[i].messages[k + 1]) {
                DG_CHECK_STR(dg_scan_print(&scan, DG_M_PLACE, 0, print_words), cases[i].places, cases[i].messages[k]);
                DG_CHECK_STR(dg_scan_print(&scan, DG_M_TITLE, 0, print_words), cases[i].titles, cases[i].messages[k]);
            }
            dg_scan_close(&scan);
        }
    }
}

static void english_names_are_found(void)
{
    static const struct talk_case cases[] = {
        { { "Would you like tickets to an event?", "I want to see Velvet Harbour on March 9th." }, "",
                "Velvet Harbour" },
        { { "What movie would you like to watch?", "The Last Lantern, please." }, "", "The Last Lantern" },
        { { "Please confirm: 2 tickets for Ravens Vs Comets in Denver." }, "Denver", "Ravens Vs Comets" },
        { { "I found a nice restaurant, Osteria Belmonda in Fresno." }, "Osteria Belmonda", "" },
        { { "how about the crooked spoon at 8?" }, "the crooked spoon", "" },
        { { "I need a cab to 1482 Quarry Lane." }, "1482 Quarry Lane", "" },
    };
    check_talks(cases, sizeof cases / sizeof cases[0]);
}

static void english_words_that_are_no_names_stay_words(void)
{
    static const struct talk_case cases[] = {
        { { "May I know which city?" }, "", "" },
        { { "Can you book it? Yes I would like that." }, "", "" },
        { { "Booking was successful. Reference number is : QX71LLP0" }, "", "" },
        { { "Thank You so much, Goodbye" }, "", "" },
        { { "so tired today lol" }, "", "" },
    };
    check_talks(cases, sizeof cases / sizeof cases[0]);
}

static void chinese_names_are_found(void)
{
    static const struct talk_case cases[] = {
        { { "晚上吃啥", "要不去半山云吧" }, "半山云", "" },
        { { "周末看漫长的夜航吗" }, "", "漫长的夜航" },
        { { "我觉得海底捞火锅和老街饭庄都挺不错的" }, "海底捞火锅; 老街饭庄", "" },
        { { "明天去哪", "那喝茶 松风馆 三点" }, "松风馆", "" },
    };
    check_talks(cases, sizeof cases / sizeof cases[0]);
}

static void chinese_words_that_are_no_names_stay_words(void)
{
    static const struct talk_case cases[] = {
        { { "今天好累啊，不想动" }, "", "" },
        { { "收到，辛苦了" }, "", "" },
        { { "看完了，发你了" }, "", "" },
        { { "肆佰陸拾" }, "", "" },
        { { "六双" }, "", "" },
        { { "第十四" }, "", "" },
    };
    check_talks(cases, sizeof cases / sizeof cases[0]);
}

/* ---- the file ---------------------------------------------------------------------------------------------- */

static size_t built_in_len(const struct dg_name_model *m)
{
    size_t places = (size_t)DG_NAME_BUCKET << m->numbers->bucket_bits;
    return DG_NAME_HEAD_BYTES + sizeof *m->numbers + places * (sizeof *m->marks + DG_NAME_WEIGHTS);
}

static void a_file_that_is_not_whole_is_refused(void)
{
    struct dg_name_model built = dg_name_model_builtin(), opened;
    size_t len = built_in_len(&built);
    char *copy = malloc(len);
    if (!copy)
        abort();
    memcpy(copy, (const char *)built.numbers - DG_NAME_HEAD_BYTES, len);
    DG_CHECK(dg_name_model_open(&opened, copy, len), "%s", "whole");
    static const size_t lens[] = { 0, 1, DG_NAME_HEAD_BYTES - 1, DG_NAME_HEAD_BYTES,
        DG_NAME_HEAD_BYTES + sizeof(struct dg_name_numbers), 100000 };
    for (size_t i = 0; i < sizeof lens / sizeof lens[0]; i++)
        DG_CHECK(!dg_name_model_open(&opened, copy, lens[i]), "cut at %zu", lens[i]);
    DG_CHECK(!dg_name_model_open(&opened, copy, len - 1), "%s", "the last byte is missing");
    copy[0] = 'x';
    DG_CHECK(!dg_name_model_open(&opened, copy, len), "%s", "another kind of file");
    free(copy);
}

static void a_file_with_impossible_numbers_is_refused(void)
{
    struct dg_name_model built = dg_name_model_builtin(), opened;
    size_t len = built_in_len(&built);
    struct {
        size_t at;
        uint32_t value;
    } spoilt[] = {
        { offsetof(struct dg_name_numbers, bucket_bits), 0 },
        { offsetof(struct dg_name_numbers, bucket_bits), 31 },
        { offsetof(struct dg_name_numbers, bucket_bits), built.numbers->bucket_bits + 1 },
        { offsetof(struct dg_name_numbers, scale), 0x7FC00000 /* not a number */ },
        { offsetof(struct dg_name_numbers, next), 0xBF800000 /* -1 */ },
        { offsetof(struct dg_name_numbers, sure_b), 0 },
    };
    char *copy = malloc(len);
    if (!copy)
        abort();
    for (size_t i = 0; i < sizeof spoilt / sizeof spoilt[0]; i++) {
        memcpy(copy, (const char *)built.numbers - DG_NAME_HEAD_BYTES, len);
        memcpy(copy + DG_NAME_HEAD_BYTES + spoilt[i].at, &spoilt[i].value, sizeof spoilt[i].value);
        DG_CHECK(!dg_name_model_open(&opened, copy, len), "number %zu", i);
    }
    free(copy);
}

static void weights_are_small(void)
{
    struct dg_name_model built = dg_name_model_builtin();
    DG_CHECK(built_in_len(&built) < (8u << 20), "%zu bytes", built_in_len(&built));
}

int main(void)
{
    dg_run("English names are found", english_names_are_found);
    dg_run("English words that are no names stay words", english_words_that_are_no_names_stay_words);
    dg_run("Chinese names are found", chinese_names_are_found);
    dg_run("Chinese words that are no names stay words", chinese_words_that_are_no_names_stay_words);
    dg_run("a file that is not whole is refused", a_file_that_is_not_whole_is_refused);
    dg_run("a file with impossible numbers is refused", a_file_with_impossible_numbers_is_refused);
    dg_run("weights are small", weights_are_small);
    return dg_done();
}
