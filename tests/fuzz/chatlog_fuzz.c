/* Any text as a pasted chat: it is split or refused, and every name and text lies within valid UTF-8. */
#include "intents/chatlog.h"
#include "intents/lexicon.h"
#include "intents/utf8.h"
#include "intents/zone.h"

#include <stdlib.h>

enum { ARENA_BYTES = 16 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct dg_str paste = { (const char *)data, size };
    if (dg_utf8_check(paste) >= 0)
        return 0;
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_zone *zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    struct dg_context ctx = { .zone = zone, .now = { 1716177600, 28800 } };
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_talk talk;
    if (dg_chatlog_split(&talk, paste, &ctx, &lexicon, arena) == DG_OK) {
        for (size_t i = 0; i < talk.count; i++) {
            if (dg_utf8_check(talk.messages[i].text) >= 0 || dg_utf8_check(talk.messages[i].from) >= 0)
                abort();
        }
    }
    dg_zone_destroy(zone);
    dg_arena_destroy(arena);
    return 0;
}
