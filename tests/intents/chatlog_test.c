#include "intents/chatlog.h"
#include "intents/lexicon.h"
#include "intents/zone.h"
#include "tests/support/check.h"

#include <stdio.h>

enum { ARENA_BYTES = 1 << 20, DUMP_BYTES = 2048 };

/* A paste, and what becomes of it: a line a message, "[day clock] name| text", with ! for the app's and # for media lines.
 * Read at 2024-05-20T12:00:00+08:00 (a Monday). */
struct story {
    const char *name, *region, *paste, *messages;
};

static void add(char *out, size_t room, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void add(char *out, size_t room, const char *format, ...)
{
    size_t len = strlen(out);
    __builtin_va_list args;
    __builtin_va_start(args, format);
    vsnprintf(out + len, room - len, format, args);
    __builtin_va_end(args);
}

static void print_message(char *out, const struct dg_message *m, struct dg_arena *arena)
{
    static const char *const marks[] = { "", "#", "!" };
    if (m->has_at) {
        struct dg_str at = dg_instant_print(arena, m->at);
        add(out, DUMP_BYTES, "[%.5s %.5s] ", at.at + 5, at.at + 11);
    }
    add(out, DUMP_BYTES, "%.*s%s| ", (int)m->from.len, m->from.at, marks[m->kind]);
    for (size_t i = 0; i < m->text.len; i++)
        add(out, DUMP_BYTES, "%c", m->text.at[i] == '\n' ? '/' : m->text.at[i]);
    add(out, DUMP_BYTES, "\n");
}

static void check_story(const struct story *story)
{
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_context ctx = { .zone = zone };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_talk talk;
    char out[DUMP_BYTES] = "";
    dg_instant_parse(&ctx.now, dg_str_of("2024-05-20T12:00:00+08:00"), zone);
    snprintf(ctx.region, sizeof ctx.region, "%s", story->region);
    DG_CHECK_INT(dg_chatlog_split(&talk, dg_str_of(story->paste), &ctx, &lexicon, arena), DG_OK, story->name);
    for (size_t i = 0; i < talk.count; i++)
        print_message(out, &talk.messages[i], arena);
    DG_CHECK_STR(dg_str_of(out), story->messages, story->name);
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
}

static void check_stories(const struct story *stories, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_story(&stories[i]);
}

static void exports_of_whatsapp_are_split(void)
{
    static const struct story stories[] = {
        { "iOS, day first by a date that leaves no choice", "",
                "[18/05/2024, 20:01:54] \xE2\x80\x8EMessages and calls are end-to-end encrypted. No one can read "
                "them.\n"
                "[18/05/2024, 20:03:11] Hetty: trains\nor bus?\n[18/05/2024, 20:04:40] Carl: bus: cheaper\n",
                "[05-18 20:01] !| Messages and calls are end-to-end encrypted. No one can read them.\n"
                "[05-18 20:03] Hetty| trains/or bus?\n[05-18 20:04] Carl| bus: cheaper\n" },
        { "Android, month first by the region", "US",
                "5/9/24, 11:02 AM - Lena: sushi tonight?\n5/9/24, 1:03 PM - Mark: ok\n5/9/24, 1:05 PM - Lena: <Media "
                "omitted>\n"
                "5/9/24, 1:06 PM - Lena left\n",
                "[05-09 11:02] Lena| sushi tonight?\n[05-09 13:03] Mark| ok\n[05-09 13:05] Lena#| <Media omitted>\n"
                "[05-09 13:06] !| Lena left\n" },
        { "Android, day first by the region", "GB", "03/04/2024, 18:22 - Tam: how?\n03/04/2024, 18:24 - Rob: coach\n",
                "[04-03 18:22] Tam| how?\n[04-03 18:24] Rob| coach\n" },
        { "no region: the reading that is not ahead of now", "", "6/5/24, 18:22 - Tam: how?\n",
                "[05-06 18:22] Tam| how?\n" },
        { "in Chinese", "CN", "[2024/5/18 下午8:03:11] 小王: 吃饭吗\n[2024/5/18 下午8:05:00] 小李: 图像已省略\n",
                "[05-18 20:03] 小王| 吃饭吗\n[05-18 20:05] 小李#| 图像已省略\n" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
}

static void copies_of_wechat_and_qq_are_split(void)
{
    static const struct story stories[] = {
        { "WeChat with dates", "CN", "苏苏 2024/5/19 18:02\n下班没\n一起走\n\n豆子 2024/5/19 18:03\n好啊\n",
                "[05-19 18:02] 苏苏| 下班没/一起走\n[05-19 18:03] 豆子| 好啊\n" },
        { "WeChat with clocks only; before noon is today, after it yesterday", "CN",
                "沈倩 11:05\n吃饭吗\n\n小北 23:58\n「沈倩：吃饭吗」\n- - - - - - - - -\n不行诶\n",
                "[05-20 11:05] 沈倩| 吃饭吗\n[05-19 23:58] 小北| 不行诶\n" },
        { "WeChat, an answer that looks like a head", "CN",
                "小王 11:05\n几点\n\n小李 11:06\n外婆家 19:30\n\n小王 11:07\n19:45\n",
                "[05-20 11:05] 小王| 几点\n[05-20 11:06] 小李| 外婆家 19:30\n[05-20 11:07] 小王| 19:45\n" },
        { "WeChat, days by name and month", "CN",
                "Lulu 昨天 21:50\n去吗\n\n小九 5月18日 下午9:52\n去\n\n小九撤回了一条消息\n",
                "[05-19 21:50] Lulu| 去吗\n[05-18 21:52] 小九| 去\n[05-18 21:52] !| 小九撤回了一条消息\n" },
        { "QQ's export", "CN",
                "2024-05-18 17:40:12 小王(12345678)\n在吗\n\n2024-05-18 17:41:00 小李<li@example.org>\n在\n",
                "[05-18 17:40] 小王| 在吗\n[05-18 17:41] 小李| 在\n" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
}

static void copies_of_slack_telegram_and_others_are_split(void)
{
    static const struct story stories[] = {
        { "Slack, with a line of the same speaker", "US",
                "Nadia 5:40 AM\ndinner at eight?\n5:41 AM\nor nine\nJon Ek  5:42 AM\nnine\n",
                "[05-20 05:40] Nadia| dinner at eight?\n[05-20 05:41] Nadia| or nine\n[05-20 05:42] Jon Ek| nine\n" },
        { "Discord", "US", "Ann — Today at 5:40 AM\nhi\nBob — Yesterday at 5:41 PM\nho\n",
                "[05-20 05:40] Ann| hi\n[05-19 17:41] Bob| ho\n" },
        { "Telegram Desktop", "", "Ann, [18.05.2024 17:40]\nhi\n\nBob, [18.05.2024 17:41]\nho\n",
                "[05-18 17:40] Ann| hi\n[05-18 17:41] Bob| ho\n" },
        { "LINE", "", "17:40\tAnn\thi there\n17:41\tBob\tho\n",
                "[05-19 17:40] Ann| hi there\n[05-19 17:41] Bob| ho\n" },
        { "plain names", "", "小王：晚上吃饭？\n小李: 好 几点\n小王：7:30\n",
                "小王| 晚上吃饭？\n小李| 好 几点\n小王| 7:30\n" },
        { "plain names above their words", "", "Ann:\nlunch?\nBob:\nsure\n", "Ann| lunch?\nBob| sure\n" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
}

static void mail_is_read_from_the_oldest(void)
{
    static const struct story stories[] = {
        { "quoted below", "GB",
                "Hi Max,\n\nCould we say Wednesday?\n\nBest,\nRuth\n\nOn Fri, 17 May 2024 at 09:41, Max Oye "
                "<max@example.org> "
                "wrote:\n> Hi Ruth,\n> Lunch on Tuesday?\n> Max\n",
                "[05-17 09:41] Max Oye| Hi Ruth,/Lunch on Tuesday?/Max\nRuth| Hi Max,/Could we say "
                "Wednesday?/Best,/Ruth\n" },
        { "headings", "CN",
                "发件人: 王工 <w@example.org>\n发送时间: 2024年5月18日 10:00\n收件人: 李工\n主题: 开会\n\n周三行吗\n\n"
                "-----原始邮件-----\n发件人: 李工 <l@example.org>\n发送时间: 2024年5月17日 9:30\n主题: "
                "开会\n\n周二开会\n",
                "[05-17 09:30] 李工| 周二开会\n[05-18 10:00] 王工| 周三行吗\n" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
}

static void screens_lose_their_noise(void)
{
    static const struct story stories[] = {
        { "times between bubbles", "CN", "中国移动\n昨天 21:50\n明天吃饭吗\n好啊 去哪\n按住说话\n发送\n",
                "[05-19 21:50] | 明天吃饭吗\n[05-19 21:50] | 好啊 去哪\n" },
        { "a bubble over two lines", "US",
                "Today 9:41 AM\ncan you pick me up at the\nstation tonight\nsure\nDelivered\n",
                "[05-20 09:41] | can you pick me up at the/station tonight\n[05-20 09:41] | sure\n" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
}

static void what_is_no_chat_is_one_message(void)
{
    static const struct story stories[] = {
        { "a notice with headings", "CN", "时间：周五 19:00\n地点：国贸\n人数：四个\n",
                "| 时间：周五 19:00/地点：国贸/人数：四个\n" },
        { "prose", "US", "See you at 7:30 at the station.\nBring: water, food\n",
                "| See you at 7:30 at the station./Bring: water, food\n" },
        { "a text message", "CN", "【铁路12306】您已购5月27日G1次列车车票",
                "| 【铁路12306】您已购5月27日G1次列车车票\n" },
        { "a clock without a name", "CN", "29号\n2024/5/18 09:21", "| 29号/2024/5/18 09:21\n" },
        { "blanks", "CN", " \n\n", "" },
        { "nothing", "CN", "", "" },
    };
    check_stories(stories, sizeof stories / sizeof stories[0]);
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
    dg_run("copies of WeChat and QQ are split", copies_of_wechat_and_qq_are_split);
    dg_run("copies of Slack, Telegram and others are split", copies_of_slack_telegram_and_others_are_split);
    dg_run("mail is read from the oldest", mail_is_read_from_the_oldest);
    dg_run("screens lose their noise", screens_lose_their_noise);
    dg_run("what is no chat is one message", what_is_no_chat_is_one_message);
    dg_run("a message is known by its form", a_message_is_known_by_its_form);
    dg_run("a small arena ends in too big", a_small_arena_ends_in_too_big);
    return dg_done();
}
