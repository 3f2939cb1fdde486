/* What a line of a pasted chat is: the head of a message in one of the forms that apps print, or just words.
 * Inside of chatlog.c only. A head borrows from the line. Pure; any thread. */
#ifndef DG_CHATLOG_LINE_H
#define DG_CHATLOG_LINE_H

#include "intents/arena.h"
#include "intents/chatlog_stamp.h"

enum dg_line_form {
    DG_LINE_WORDS, /* no head */
    DG_LINE_BLANK,
    DG_LINE_RULE, /* ---------------- */
    DG_LINE_HEADING, /* above an export or between its messages: 群聊的聊天记录, 3 replies */
    DG_LINE_DAY, /* 2024.05.18 星期六    the clocks below are of this day */
    DG_LINE_BRACKET, /* [18/05/2024, 20:03:11] Hattie: right        WhatsApp on iOS, Telegram, Teams */
    DG_LINE_BRACKET_ONLY, /* [5:41 PM] right                        the same speaker goes on; or [5:41 PM] Ann Lee (Teams) */
    DG_LINE_DASH, /* 2/9/26, 11:02 AM - Lena: sushi                 WhatsApp on Android */
    DG_LINE_DASH_ONLY, /* 2/9/26, 11:02 AM - Lena left              its system lines */
    DG_LINE_TABS, /* 17:40 TAB Lena TAB sushi                       LINE */
    DG_LINE_COMMA, /* Lena, [20.02.2024 17:40]                      Telegram Desktop; words follow, or stand behind a colon */
    DG_LINE_NAME_STAMP, /* 苏姐 2025/6/20 18:02                     WeChat, QQ, Slack, Discord; words follow */
    DG_LINE_STAMP_NAME, /* 2024-02-20 17:40:12 小王(12345678)       QQ's export; words follow */
    DG_LINE_COLON, /* 小王：晚上吃饭？  or  小王： with words below */
    DG_LINE_STAMP, /* 昨天 21:50 */
    DG_LINE_PAIR, /* a name and a stamp on two lines: chatlog.c makes it of them */
    DG_LINE_FORMS
};

struct dg_line {
    enum dg_line_form form;
    struct dg_str name; /* as printed, or empty */
    struct dg_stamp stamp;
    size_t body; /* byte of the line at which the words begin; its length where they follow below */
    bool ruled; /* a day between strokes */
    unsigned said_by_app; /* enum dg_line_words of the whole line */
};

/* Reads the head of a line (without its line end). Uses the arena and gives back what it used. */
void dg_line_read(struct dg_line *out, struct dg_str line, const struct dg_lexicon *lexicon, struct dg_arena *arena);
/* Whether the words could be what a chat calls somebody: short, no sentence. */
bool dg_line_is_name(struct dg_str words);
/* Whether a stamp names a day; whether it names one of a certain year. */
bool dg_stamp_is_dated(const struct dg_stamp *stamp);
bool dg_stamp_has_year(const struct dg_stamp *stamp);

#endif
