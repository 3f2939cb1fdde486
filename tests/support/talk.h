/* Reads a .talk file: an invented chat, then what a good secretary would take from it.
 *   now 2024-02-20T17:45:00+08:00      zone Asia/Shanghai      me 小李
 *   小王> 晚上出来吃饭？                 a message
 *   = plan dinner                       the activity of the first plan
 *   = booking.restaurant                an intent that must be there; the first one named must come first
 *   = booking.restaurant time agreed 2024-02-21T19:00:00+08:00      a slot: status, then start, number or words
 *   = booking.restaurant budget -       a slot that must be empty
 *   = gone time 晚上 superseded          a value that was given up, and how
 *   = nothing                           no intent at all
 * The case owns its bytes until dg_talk_case_finish. One thread. */
#ifndef DG_TALK_CASE_H
#define DG_TALK_CASE_H

#include "intents/read.h"

enum { DG_TALK_MESSAGES_MAX = 32, DG_TALK_EXPECTS_MAX = 32 };

struct dg_talk_case {
    char *bytes;
    struct dg_message messages[DG_TALK_MESSAGES_MAX];
    struct dg_talk talk;
    struct dg_context ctx;
    struct dg_zone *zone;
    struct dg_str expects[DG_TALK_EXPECTS_MAX];
    size_t expect_count;
};

/* False, with a note on standard output, when the file cannot be read or is not of this form. */
bool dg_talk_case_init(struct dg_talk_case *out, const char *path);
void dg_talk_case_finish(struct dg_talk_case *c);

/* The next blank-separated word of `line`, which moves on. Empty at the end. */
struct dg_str dg_talk_word(struct dg_str *line);

#endif
