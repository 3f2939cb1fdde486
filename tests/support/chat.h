/* Chats for tables of cases: one string a chat, "A> … | B> …", read at noon of Tuesday 10 March 2026 in Shanghai.
 * A chat owns its arena and zone until dg_chat_close. One thread. */
#ifndef DG_CHAT_H
#define DG_CHAT_H

#include "intents/lexicon.h"
#include "intents/read.h"

enum { DG_CHAT_MESSAGES_MAX = 16 };

struct dg_chat {
    struct dg_message messages[DG_CHAT_MESSAGES_MAX];
    struct dg_talk talk;
    struct dg_context ctx;
    struct dg_zone *zone;
    struct dg_lexicon lexicon;
    struct dg_arena *arena;
    const struct dg_reading *reading; /* NULL when it could not be read */
};

/* Splits the chat and prepares to read it: the context may be changed before dg_chat_read. */
void dg_chat_open(struct dg_chat *c, const char *text);
/* The same with another zone and time. */
void dg_chat_open_at(struct dg_chat *c, const char *text, const char *zone, const char *now);
void dg_chat_read(struct dg_chat *c);
void dg_chat_close(struct dg_chat *c);

/* The slot of the first intent of that name, or of the first intent that has it where `intent` is NULL; NULL: not filled. */
const struct dg_slot *dg_chat_slot(const struct dg_chat *c, const char *intent, const char *slot);
/* A value in one word: "19:00" (with the day before it where it is not tomorrow), a name, a number; "-" for none. */
struct dg_str dg_chat_shown(struct dg_chat *c, const struct dg_slot *slot);
/* The names of the intents in order, with blanks between; "" for none. */
struct dg_str dg_chat_intents(struct dg_chat *c);

/* A row of a table: what the slot of the intent shows when the chat is read. */
struct dg_chat_row {
    const char *chat, *intent, *slot, *shown;
};
/* Checks each of the rows. */
void dg_chat_check(const struct dg_chat_row *rows, size_t count);

#endif
