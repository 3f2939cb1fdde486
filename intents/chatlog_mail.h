/* Mail with quoted mail below it: who wrote what, the newest first as mails are pasted.
 * Inside of chatlog.c only. Parts live in the arena and borrow names from the text. Pure; any thread. */
#ifndef DG_CHATLOG_MAIL_H
#define DG_CHATLOG_MAIL_H

#include "intents/arena.h"
#include "intents/chatlog_stamp.h"

/* Deeper quotations are read as one with the last level. */
enum { DG_MAIL_PARTS_MAX = 16 };

struct dg_mail_part {
    struct dg_str from; /* may be empty */
    struct dg_stamp stamp;
    struct dg_str text; /* without quotation marks and headings; may be empty */
};

struct dg_mail {
    struct dg_mail_part parts[DG_MAIL_PARTS_MAX];
    size_t count;
};

/* Whether the text looks like mail: a heading with From:, or a line that ends in "wrote:". */
bool dg_mail_is(struct dg_str text, const struct dg_lexicon *lexicon);
/* False when the arena is full. */
bool dg_mail_read(struct dg_mail *out, struct dg_str text, const struct dg_lexicon *lexicon, struct dg_arena *arena);

#endif
