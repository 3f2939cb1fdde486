#include "intents/chatlog.h"
#include "intents/lexicon.h"
#include "intents/zone.h"
#include "tests/support/check.h"
#include "tests/support/paste.h"

static void exports_of_whatsapp_are_split(void)
{
    dg_check_pastes("tests/intents/pastes/whatsapp.paste");
}

static void copies_and_exports_of_wechat_are_split(void)
{
    dg_check_pastes("tests/intents/pastes/wechat.paste");
}

static void copies_and_exports_of_qq_are_split(void)
{
    dg_check_pastes("tests/intents/pastes/qq.paste");
}

static void copies_of_slack_telegram_and_others_are_split(void)
{
    dg_check_pastes("tests/intents/pastes/apps.paste");
}

static void exports_of_imessage_are_split(void)
{
    dg_check_pastes("tests/intents/pastes/imessage.paste");
}

static void mail_is_read_from_the_oldest(void)
{
    dg_check_pastes("tests/intents/pastes/mail.paste");
}

static void screens_lose_their_noise(void)
{
    dg_check_pastes("tests/intents/pastes/screen.paste");
}

static void what_is_no_chat_is_one_message(void)
{
    dg_check_pastes("tests/intents/pastes/plain.paste");
}

static void a_message_is_known_by_its_form(void)
{
    static const struct {
        const char *text;
        enum dg_message_kind kind;
        size_t own;
    } cases[] = {
        { "你撤回了一条消息", DG_MESSAGE_SYSTEM, 0 },
        { "\"小王\"邀请\"小李\"加入了群聊", DG_MESSAGE_SYSTEM, 0 },
        { "你刚撤回了一条消息是啥", DG_MESSAGE_SAID, 0 },
        { "This message was deleted", DG_MESSAGE_SYSTEM, 0 },
        { "I left the group project at home", DG_MESSAGE_SAID, 0 },
        { "[图片]", DG_MESSAGE_MEDIA, 0 },
        { "[OK]", DG_MESSAGE_SAID, 0 },
        { "[强]", DG_MESSAGE_SAID, 0 },
        { "👍", DG_MESSAGE_SAID, 0 },
        { "> lunch?\nyes", DG_MESSAGE_SAID, 9 },
        { "「小王：吃饭？」\n- - - - -\n好", DG_MESSAGE_SAID, 35 },
        { "「小王」是谁", DG_MESSAGE_SAID, 0 },
    };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t own;
        DG_CHECK_INT(dg_chatlog_kind(dg_str_of(cases[i].text), &lexicon, &own), cases[i].kind, cases[i].text);
        DG_CHECK_INT((long long)own, (long long)cases[i].own, cases[i].text);
    }
}

static void a_small_arena_ends_in_too_big(void)
{
    struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
    struct dg_context ctx = { .zone = zone };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_talk talk;
    bool done = false;
    for (size_t room = 0; room < 8192 && !done; room += 64) {
        struct dg_arena *arena = dg_arena_create(room);
        enum dg_status s = dg_chatlog_split(&talk, dg_str_of("Ann:\nlunch?\nBob:\nsure\n"), &ctx, &lexicon, arena);
        DG_CHECK(s == DG_OK || s == DG_TOO_BIG, "room %zu", room);
        done = s == DG_OK;
        dg_arena_destroy(arena);
    }
    DG_CHECK(done, "it fits in the end");
    dg_zone_destroy(zone);
}

int main(void)
{
    dg_run("exports of WhatsApp are split", exports_of_whatsapp_are_split);
    dg_run("copies and exports of WeChat are split", copies_and_exports_of_wechat_are_split);
    dg_run("copies and exports of QQ are split", copies_and_exports_of_qq_are_split);
    dg_run("copies of Slack, Telegram and others are split", copies_of_slack_telegram_and_others_are_split);
    dg_run("exports of iMessage are split", exports_of_imessage_are_split);
    dg_run("mail is read from the oldest", mail_is_read_from_the_oldest);
    dg_run("screens lose their noise", screens_lose_their_noise);
    dg_run("what is no chat is one message", what_is_no_chat_is_one_message);
    dg_run("a message is known by its form", a_message_is_known_by_its_form);
    dg_run("a small arena ends in too big", a_small_arena_ends_in_too_big);
    return dg_done();
}
