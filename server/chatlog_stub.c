#include "intents/chatlog.h"

/* The whole paste as one message, until the splitter is there. */
enum dg_status dg_chatlog_split(struct dg_talk *out, struct dg_str paste, const struct dg_context *ctx,
        const struct dg_lexicon *lexicon, struct dg_arena *arena)
{
    (void)ctx;
    (void)lexicon;
    struct dg_message *message = dg_arena_alloc(arena, sizeof *message);
    if (!message)
        return DG_TOO_BIG;
    message->text = paste;
    *out = (struct dg_talk){ message, 1 };
    return DG_OK;
}
