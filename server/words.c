#include "server/words.h"

#include "intents/normalise.h"
#include "intents/recogniser.h"
#include "intents/when.h"
#include "intents/zone.h"

enum { DAY_S = 86400, HOUR_S = 3600 };

/* ---- times ------------------------------------------------------------------------------------------------------ */

/* What names its own day is counted from now; a bare clock keeps the day, and so much of the hour, of what it corrects. */
static struct dg_when_hints hints_for(const struct dg_when *when, const struct dg_words_context *with)
{
    struct dg_when_hints hints = { .reference = with->ctx->now, .zone = with->ctx->zone, .typical_hour = -1 };
    const struct dg_value *old = with->old;
    unsigned day = DG_SAYS_DAY | DG_SAYS_WIDE | DG_SAYS_NOW;
    if (!old || old->kind != DG_TIME || !old->time.has_start)
        return hints;
    int64_t wall_s = old->time.start.utc_s + dg_zone_offset(with->ctx->zone, old->time.start.utc_s);
    int64_t day_s = wall_s - ((wall_s % DAY_S) + DAY_S) % DAY_S;
    hints.typical_hour = (int8_t)((wall_s - day_s) / HOUR_S);
    if (!(dg_when_says(when) & day))
        hints.reference = dg_zone_instant(with->ctx->zone, day_s, NULL);
    return hints;
}

static bool take_time(struct dg_value *out, const struct dg_mention *mention, const struct dg_words_context *with,
        struct dg_arena *arena)
{
    if (mention->type != DG_M_TIME || !mention->when)
        return false;
    struct dg_when_hints hints = hints_for(mention->when, with);
    out->time = dg_when_resolve(mention->when, &hints, arena);
    return out->time.has_start || out->time.duration.len > 0;
}

/* ---- the other types -------------------------------------------------------------------------------------------- */

static bool take_number(struct dg_value *out, const struct dg_mention *mention)
{
    if ((mention->type != DG_M_COUNT && mention->type != DG_M_NUMBER) || mention->value.kind != DG_COUNT)
        return false;
    out->count = mention->value.count;
    return out->count > 0;
}

static bool take(struct dg_value *out, const struct dg_mention *mention, const struct dg_words_context *with,
        struct dg_arena *arena)
{
    switch (out->kind) {
    case DG_TIME:
        return take_time(out, mention, with, arena);
    case DG_COUNT:
        return take_number(out, mention);
    case DG_PLACE:
    case DG_MONEY:
    case DG_PERSON:
    case DG_CODE:
        if (mention->value.kind != out->kind)
            return false;
        *out = mention->value;
        return true;
    case DG_TEXT:
    case DG_NOTHING:
        break;
    }
    return false;
}

/* Names, codes and texts that no recogniser knows are taken as they stand. */
static bool take_words(struct dg_value *out, struct dg_str words)
{
    switch (out->kind) {
    case DG_PLACE:
        out->place = (struct dg_place){ .name = words };
        return true;
    case DG_TEXT:
    case DG_PERSON:
        out->text = words;
        return true;
    case DG_CODE:
        out->code = (struct dg_code){ .code = words };
        return true;
    default:
        return false;
    }
}

static struct dg_mentions recognise(
        const struct dg_text *text, const struct dg_words_context *with, struct dg_arena *arena)
{
    const struct dg_scan scan = {
        .text = text,
        .language = with->language,
        .ctx = with->ctx,
        .reference = with->ctx->now,
        .lexicon = with->lexicon,
        .arena = arena,
    };
    return dg_recognise(&scan);
}

enum dg_status dg_words_read(struct dg_value *out, struct dg_str words, enum dg_value_kind kind,
        const struct dg_words_context *with, struct dg_arena *arena, struct dg_problem *why)
{
    static const char *const what[] = { "", "a time", "a place", "a number", "a text", "a price", "a person",
        "a code" };
    struct dg_text text;
    *out = (struct dg_value){ .kind = kind };
    words = dg_arena_copy(arena, dg_str_trim(words));
    if (!dg_text_fold(&text, words, with->lexicon, arena))
        return dg_problem_set(why, DG_TOO_BIG, "/text", "needs more memory than a request may have");
    struct dg_mentions mentions = recognise(&text, with, arena);
    for (size_t i = 0; i < mentions.count; i++) {
        if (take(out, &mentions.at[i], with, arena))
            return DG_OK;
    }
    if (words.len && take_words(out, words))
        return DG_OK;
    return dg_problem_set(why, DG_BAD_INPUT, "/text", "could not be read as %s", what[kind]);
}
