/* What a task about a text is about: the text to translate, sum up or write, and the words that say how.
 * Borrows the talk's texts; spans are bytes of their folded form. Pure; any thread. */
#ifndef DG_TASK_TEXT_H
#define DG_TASK_TEXT_H

#include "intents/act.h"

struct dg_task_text {
    uint32_t message, start, end;
};

/* The text that the asking clause means: what is quoted, else what stands behind a colon, else what follows the clause; when
 * none of that says anything the message before (but none before `first`), else the clause itself. */
struct dg_task_text dg_task_text_of(const struct dg_clause *c, const struct dg_text *texts, uint32_t first);

/* What is to be searched for: the words behind those that ask, else as above. */
struct dg_task_text dg_task_query(const struct dg_clause *c, const struct dg_text *texts, uint32_t first);

/* The first word of the class in out->message that does not lie in `not_in` (which may be NULL); false when there is none. */
bool dg_task_word(struct dg_task_text *out, const struct dg_text *text, const struct dg_lexicon *lexicon,
        enum dg_word_class class, const struct dg_task_text *not_in);

#endif
