/* A chat of any messages, a line each ("name> text"): the whole of dg_read. What is read
 * points into the messages, on whole code points; the time spent grows no faster than the text. */
#include "intents/lexicon.h"
#include "intents/read.h"
#include "intents/utf8.h"
#include "intents/zone.h"

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

enum { ARENA_BYTES = 256 << 20, TEXT_MAX = 32 << 10, MESSAGES_MAX = 400 };
/* With sanitizers on; the release build needs a hundredth of it. */
#define SETUP_S 0.3
#define BYTE_S 0.001

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void demand(bool held)
{
    if (!held)
        abort();
}

static struct dg_message message_of(struct dg_str line)
{
    const char *sign = line.len ? memchr(line.at, '>', line.len) : NULL;
    size_t name = sign ? (size_t)(sign - line.at) : 0;
    return (struct dg_message){ .from = dg_str_cut(line, 0, name),
        .text = dg_str_cut(line, sign ? name + 1 : 0, line.len) };
}

static size_t cut_lines(struct dg_message *out, struct dg_str rest)
{
    size_t count = 0;
    while (rest.len && count < MESSAGES_MAX) {
        const char *end = memchr(rest.at, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        struct dg_message m = message_of(dg_str_cut(rest, 0, len));
        if (m.text.len)
            out[count++] = m;
        rest = dg_str_cut(rest, len + (end ? 1 : 0), rest.len);
    }
    return count;
}

static bool is_border(struct dg_str text, size_t at)
{
    return at == text.len || (at < text.len && ((unsigned char)text.at[at] & 0xC0) != 0x80);
}

static void check_spans(const struct dg_talk *talk, const struct dg_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        demand(spans[i].message < talk->count && spans[i].start_byte < spans[i].end_byte);
        struct dg_str text = talk->messages[spans[i].message].text;
        demand(spans[i].end_byte <= text.len && is_border(text, spans[i].start_byte) &&
                is_border(text, spans[i].end_byte));
    }
}

static void check_slots(const struct dg_talk *talk, const struct dg_slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        demand(slots[i].span_count > 0 || slots[i].status == DG_INFERRED);
        check_spans(talk, slots[i].spans, slots[i].span_count);
    }
}

static void check_reading(const struct dg_talk *talk, const struct dg_reading *r)
{
    for (size_t i = 0; i < r->intent_count; i++)
        check_slots(talk, r->intents[i].slots, r->intents[i].slot_count);
    for (size_t i = 0; i < r->plan_count; i++)
        check_slots(talk, r->plans[i].slots, r->plans[i].slot_count);
    check_slots(talk, r->superseded, r->superseded_count);
    for (size_t i = 0; i < r->entity_count; i++)
        check_spans(talk, r->entities[i].spans, r->entities[i].span_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct dg_zone *zone;
    static struct dg_message messages[MESSAGES_MAX];
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    struct dg_str text = { (const char *)data, size };
    if (!zone)
        zone = dg_zone_create(dg_str_of("Asia/Shanghai"));
    if (size == 0 || size > TEXT_MAX || dg_utf8_check(text) >= 0)
        return 0;
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    struct dg_context ctx = { .zone = zone, .now = { 1708422300, 28800 } };
    struct dg_talk talk = { .messages = messages, .count = cut_lines(messages, text) };
    const struct dg_reading *reading;
    double began = cpu_s();
    if (talk.count && dg_read(&reading, &talk, &ctx, &lexicon, arena, NULL) == DG_OK)
        check_reading(&talk, reading);
    demand(cpu_s() - began <= SETUP_S + BYTE_S * (double)size);
    dg_arena_destroy(arena);
    return 0;
}
