#include "intents/aim.h"
#include "tests/support/chat.h"
#include "tests/support/check.h"

#include <stdlib.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- what talks are for --------------------------------------------------------------------------------------- */

static void what_is_only_implied_is_understood(void)
{
    static const struct {
        const char *chat, *first;
    } cases[] = {
        { "甲> 明晚老陈家小馆？| 乙> 行 几点 | 甲> 七点 两个人", "booking.restaurant" },
        { "A> The Salty Dog on Friday? | B> yes! 7? | A> 7 it is, four of us", "booking.restaurant" },
        { "甲> 后天早上去体检，帮我记一下", "calendar.create" },
        { "put the dentist in my diary, Thursday 4pm", "calendar.create" },
        { "甲> 别打我手机，打前台 021-62345678 | 乙> 好 我打", "contact.call" },
        { "show me my calendar for Monday", "calendar.query" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        struct dg_str all = dg_chat_intents(&c);
        DG_CHECK(dg_str_starts(all, cases[i].first), "%s: %.*s", cases[i].chat, (int)all.len, all.at);
        dg_chat_close(&c);
    }
}

static void talk_that_asks_for_nothing_stays_so(void)
{
    static const char *const cases[] = {
        "甲> 昨晚那家店真难吃 | 乙> 早跟你说了",
        "A> that place last night was awful | B> told you so",
        "甲> 等我有钱了天天吃大餐 | 乙> 做梦吧",
        "A> if I were rich I'd eat at Lupo every night | B> dream on",
        "恭喜您获得免费酒店两晚，点击领取",
        "You have won a free cruise! Click to claim now",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i]);
        dg_chat_read(&c);
        struct dg_str all = dg_chat_intents(&c);
        DG_CHECK(!all.len, "%s: %.*s", cases[i], (int)all.len, all.at);
        dg_chat_close(&c);
    }
}

static void aims_are_the_catalogues_intents(void)
{
    for (enum dg_aim aim = DG_AIM_RIDE; aim < DG_AIM_COUNT; aim++)
        DG_CHECK_INT(dg_aim_find(dg_str_of(dg_aim_intent(aim))), aim, dg_aim_intent(aim));
    DG_CHECK_INT(dg_aim_find(dg_str_of("none")), DG_AIM_NONE, "none");
    DG_CHECK_INT(dg_aim_find(dg_str_of("booking.moon")), DG_AIM_COUNT, "no such intent");
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

enum { FILE_BYTES = DG_AIM_HEAD_BYTES + sizeof(struct dg_aim_numbers) + DG_AIM_ROWS * DG_AIM_COUNT };

static char *copy_of_file(void)
{
    struct dg_aim_model built = dg_aim_model_builtin();
    char *copy = malloc(FILE_BYTES);
    if (!copy)
        abort();
    return memcpy(copy, (const char *)built.numbers - DG_AIM_HEAD_BYTES, FILE_BYTES);
}

static void a_file_that_is_not_whole_is_refused(void)
{
    struct dg_aim_model opened;
    char *copy = copy_of_file();
    DG_CHECK(dg_aim_model_open(&opened, copy, FILE_BYTES), "%s", "whole");
    static const size_t lens[] = { 0, 1, DG_AIM_HEAD_BYTES, FILE_BYTES - 1 };
    for (size_t i = 0; i < COUNT(lens); i++)
        DG_CHECK(!dg_aim_model_open(&opened, copy, lens[i]), "cut at %zu", lens[i]);
    copy[0] = 'x';
    DG_CHECK(!dg_aim_model_open(&opened, copy, FILE_BYTES), "%s", "another kind of file");
    free(copy);
}

static void a_file_with_impossible_numbers_is_refused(void)
{
    static const struct {
        size_t at;
        float value;
    } spoilt[] = {
        { offsetof(struct dg_aim_numbers, scale), 0 },
        { offsetof(struct dg_aim_numbers, scale), -1 },
        { offsetof(struct dg_aim_numbers, bias), 1e9f },
    };
    for (size_t i = 0; i < COUNT(spoilt); i++) {
        struct dg_aim_model opened;
        char *copy = copy_of_file();
        memcpy(copy + DG_AIM_HEAD_BYTES + spoilt[i].at, &spoilt[i].value, sizeof spoilt[i].value);
        DG_CHECK(!dg_aim_model_open(&opened, copy, FILE_BYTES), "number %zu", i);
        free(copy);
    }
}

int main(void)
{
    dg_run("what is only implied is understood", what_is_only_implied_is_understood);
    dg_run("talk that asks for nothing stays so", talk_that_asks_for_nothing_stays_so);
    dg_run("aims are the catalogue's intents", aims_are_the_catalogues_intents);
    dg_run("a file that is not whole is refused", a_file_that_is_not_whole_is_refused);
    dg_run("a file with impossible numbers is refused", a_file_with_impossible_numbers_is_refused);
    return dg_done();
}
