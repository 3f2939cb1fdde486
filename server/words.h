/* A slot's value from words that a person typed for it ("八点", "make it four"), read by the recognisers.
 * What is read lives in the arena. No I/O; any thread. */
#ifndef DG_WORDS_H
#define DG_WORDS_H

#include "intents/arena.h"
#include "intents/lexicon.h"
#include "intents/status.h"
#include "intents/types.h"

/* What words are read against. */
struct dg_words_context {
    const struct dg_context *ctx;
    enum dg_language language;
    const struct dg_lexicon *lexicon;
    const struct dg_value *old; /* the value that the words correct, or NULL: 八点 keeps its day */
};

/* A value of `kind` from words. DG_OK | DG_BAD_INPUT (not read as one) | DG_TOO_BIG. */
DG_MUST_USE enum dg_status dg_words_read(struct dg_value *out, struct dg_str words, enum dg_value_kind kind,
        const struct dg_words_context *with, struct dg_arena *arena, struct dg_problem *why);

#endif
