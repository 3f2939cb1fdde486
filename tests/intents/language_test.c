#include "intents/language.h"
#include "tests/support/check.h"

static void a_talk_is_in_the_language_of_most_of_its_words(void)
{
    static const struct {
        const char *text;
        enum dg_language language;
    } cases[] = {
        { "晚上吃饭吗", DG_LANG_ZH },
        { "dinner tonight?", DG_LANG_EN },
        { "周六去 Blue Bottle 喝咖啡 ok?", DG_LANG_ZH },
        { "let's try 小笼包 at that place on Main", DG_LANG_EN },
        { "会议链接 https://example.com/j/123?pwd=abc", DG_LANG_ZH },
        { "👍👍", DG_LANG_UNKNOWN },
        { "12:30", DG_LANG_UNKNOWN },
        { "", DG_LANG_UNKNOWN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_message m = { .text = dg_str_of(cases[i].text) };
        struct dg_talk talk = { .messages = &m, .count = 1 };
        DG_CHECK_INT(dg_language_detect(&talk), cases[i].language, cases[i].text);
    }
}

static void what_the_app_says_does_not_count(void)
{
    struct dg_message m[] = {
        { .text = dg_str_of("好的"), .kind = DG_MESSAGE_SAID },
        { .text = dg_str_of("Messages and calls are end-to-end encrypted"), .kind = DG_MESSAGE_SYSTEM },
    };
    struct dg_talk talk = { .messages = m, .count = 2 };
    DG_CHECK_INT(dg_language_detect(&talk), DG_LANG_ZH, "the speaker's language");
}

int main(void)
{
    dg_run("a talk is in the language of most of its words", a_talk_is_in_the_language_of_most_of_its_words);
    dg_run("what the app says does not count", what_the_app_says_does_not_count);
    return dg_done();
}
