#include "intents/read.h"

#include "intents/catalogue.h"
#include "intents/lexicon.h"
#include "intents/utf8.h"
#include "intents/zone.h"
#include "tests/support/check.h"
#include "tests/support/talk.h"

#include <stdio.h>
#include <stdlib.h>

enum { ARENA_BYTES = 8 * 1024 * 1024, PATH_BYTES = 128 };

static const char *const talks[] = { "dinner.zh", "dinner.en", "counter.zh", "counter.en", "order.zh", "order.en",
    "off.zh", "off.en", "past.zh", "past.en", "dream.zh", "dream.en", "meeting.zh", "moved.zh", "moved.en",
    "removed.zh", "removed.en", "unanswered.zh", "unanswered.en", "stranger.zh", "hours.en", "same.en" };

enum { TALK_COUNT = sizeof talks / sizeof talks[0] };

static struct dg_lexicon lexicon;

static bool open_talk(struct dg_talk_case *c, const char *name)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "tests/intents/talks/%s.talk", name);
    return dg_talk_case_init(c, path);
}

static const struct dg_reading *read_talk(const struct dg_talk_case *c, struct dg_arena *arena)
{
    const struct dg_reading *reading = NULL;
    return dg_read(&reading, &c->talk, &c->ctx, &lexicon, arena, NULL) == DG_OK ? reading : NULL;
}

static const struct dg_intent *find_intent(const struct dg_reading *r, struct dg_str name)
{
    for (size_t i = 0; i < r->intent_count; i++) {
        if (dg_str_is(name, r->intents[i].schema->name))
            return &r->intents[i];
    }
    return NULL;
}

static struct dg_str shown(const struct dg_slot *s, struct dg_arena *arena)
{
    if (s->value.kind == DG_TIME)
        return dg_instant_print(arena, s->value.time.start);
    if (s->value.kind == DG_PLACE)
        return s->value.place.name;
    return s->value.kind == DG_COUNT ? dg_arena_print(arena, "%g", s->value.count) : s->text;
}

static void check_slot(
        const struct dg_reading *r, struct dg_str intent, struct dg_str line, const char *about, struct dg_arena *arena)
{
    const struct dg_intent *it = find_intent(r, intent);
    struct dg_str name = dg_talk_word(&line), status = dg_talk_word(&line);
    const char *slot_name = dg_arena_copy(arena, name).at;
    const struct dg_slot *slot = it ? dg_intent_slot(it, slot_name) : NULL;
    if (dg_str_is(status, "-")) {
        DG_CHECK(!slot, "%s: %s should be empty", about, slot_name);
    } else if (DG_CHECK(slot != NULL, "%s: no slot %s", about, slot_name)) {
        if (!dg_str_is(status, "*"))
            DG_CHECK_STR(status, dg_slot_status_name(slot->status), about);
        DG_CHECK_STR(shown(slot, arena), dg_arena_copy(arena, line).at, about);
    }
}

static void check_gone(const struct dg_reading *r, struct dg_str line, const char *about)
{
    struct dg_str slot = dg_talk_word(&line), rest = line;
    size_t cut = rest.len;
    while (cut > 0 && rest.at[cut - 1] != ' ')
        cut--;
    struct dg_str status = dg_str_cut(rest, cut, rest.len), text = dg_str_trim(dg_str_cut(rest, 0, cut));
    bool found = false;
    for (size_t i = 0; i < r->superseded_count; i++) {
        const struct dg_slot *s = &r->superseded[i];
        found = found ||
                (dg_str_is(slot, s->name) && dg_str_eq(text, s->text) &&
                        dg_str_is(status, dg_slot_status_name(s->status)) && s->by_message >= 0);
    }
    DG_CHECK(found, "%s: gone %.*s", about, (int)rest.len, rest.at);
}

static void check_expect(
        const struct dg_reading *r, struct dg_str line, bool *first, const char *about, struct dg_arena *arena)
{
    struct dg_str word = dg_talk_word(&line);
    if (dg_str_is(word, "nothing")) {
        DG_CHECK_INT((long long)r->intent_count, 0, about);
    } else if (dg_str_is(word, "plan")) {
        DG_CHECK_STR(line, r->plan_count && r->plans[0].activity ? r->plans[0].activity : "", about);
    } else if (dg_str_is(word, "gone")) {
        check_gone(r, line, about);
    } else if (line.len) {
        check_slot(r, word, line, about, arena);
    } else {
        DG_CHECK(find_intent(r, word) != NULL, "%s: no %.*s", about, (int)word.len, word.at);
        if (*first && r->intent_count)
            DG_CHECK_STR(word, r->intents[0].schema->name, about);
        *first = false;
    }
}

static void each_talk_gives_the_plan_that_is_written_below_it(void)
{
    for (size_t i = 0; i < TALK_COUNT; i++) {
        struct dg_talk_case c;
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        bool first = true;
        const struct dg_reading *r = open_talk(&c, talks[i]) ? read_talk(&c, arena) : NULL;
        if (DG_CHECK(r != NULL, "%s", talks[i])) {
            for (size_t k = 0; k < c.expect_count; k++)
                check_expect(r, c.expects[k], &first, talks[i], arena);
        }
        dg_talk_case_finish(&c);
        dg_arena_destroy(arena);
    }
}

static void check_spans(const struct dg_talk *talk, const struct dg_slot *s, const char *about)
{
    for (size_t i = 0; i < s->span_count; i++) {
        struct dg_span at = s->spans[i];
        if (!DG_CHECK(at.message < talk->count && at.start_byte < at.end_byte &&
                            at.end_byte <= talk->messages[at.message].text.len,
                    "%s: span of %s", about, s->name))
            continue;
        struct dg_str words = dg_str_cut(talk->messages[at.message].text, at.start_byte, at.end_byte);
        DG_CHECK(dg_str_find(s->text, words, 0) >= 0, "%s: %s does not hold the words of its span", about, s->name);
    }
}

static void spans_slice_back_to_their_words(void)
{
    for (size_t i = 0; i < TALK_COUNT; i++) {
        struct dg_talk_case c;
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        const struct dg_reading *r = open_talk(&c, talks[i]) ? read_talk(&c, arena) : NULL;
        for (size_t k = 0; r && k < r->intent_count; k++) {
            for (size_t n = 0; n < r->intents[k].slot_count; n++) {
                const struct dg_slot *s = &r->intents[k].slots[n];
                DG_CHECK(s->status == DG_INFERRED || s->span_count > 0, "%s: %s without words", talks[i], s->name);
                check_spans(&c.talk, s, talks[i]);
            }
        }
        for (size_t k = 0; r && k < r->superseded_count; k++)
            check_spans(&c.talk, &r->superseded[k], talks[i]);
        dg_talk_case_finish(&c);
        dg_arena_destroy(arena);
    }
}

/* Sizes grow by steps that are no multiple of any alignment, so that each allocation fails in some run. */
static void every_arena_is_large_enough_or_said_to_be_too_small(void)
{
    enum { LARGEST = 512 * 1024, STEP = 997 };
    struct dg_talk_case c;
    bool fits = false;
    if (!DG_CHECK(open_talk(&c, "dinner.zh"), "dinner.zh"))
        return;
    for (size_t size = 0; size < LARGEST; size += STEP) {
        struct dg_arena *arena = dg_arena_create(size);
        const struct dg_reading *r = NULL;
        enum dg_status status = dg_read(&r, &c.talk, &c.ctx, &lexicon, arena, NULL);
        DG_CHECK(status == DG_OK || status == DG_TOO_BIG, "%zu bytes: status %d", size, (int)status);
        DG_CHECK(!fits || status == DG_OK, "%zu bytes are too few although fewer were enough", size);
        fits = fits || status == DG_OK;
        dg_arena_destroy(arena);
    }
    DG_CHECK(fits, "half a megabyte is not enough for six messages");
    dg_talk_case_finish(&c);
}

static void every_beginning_of_a_talk_can_be_read(void)
{
    for (size_t i = 0; i < TALK_COUNT; i++) {
        struct dg_talk_case c;
        if (!DG_CHECK(open_talk(&c, talks[i]), "%s", talks[i]))
            continue;
        for (size_t all = c.talk.count; c.talk.count-- > 0;) {
            struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
            DG_CHECK(read_talk(&c, arena) != NULL, "%s: %zu of %zu messages", talks[i], c.talk.count, all);
            dg_arena_destroy(arena);
        }
        dg_talk_case_finish(&c);
    }
}

static void the_same_talk_gives_the_same_reading_twice(void)
{
    struct dg_talk_case c;
    struct dg_arena *one = dg_arena_create(ARENA_BYTES), *two = dg_arena_create(ARENA_BYTES);
    if (DG_CHECK(open_talk(&c, "dinner.en"), "dinner.en")) {
        const struct dg_reading *a = read_talk(&c, one), *b = read_talk(&c, two);
        DG_CHECK_INT((long long)a->intent_count, (long long)b->intent_count, "intents");
        DG_CHECK_INT((long long)dg_arena_used(one), (long long)dg_arena_used(two), "bytes used");
    }
    dg_talk_case_finish(&c);
    dg_arena_destroy(one);
    dg_arena_destroy(two);
}

static void a_missing_slot_is_asked_for_in_the_language_of_the_talk(void)
{
    static const struct {
        const char *text, *question;
    } cases[] = {
        { "帮我订个餐厅吃饭，海底捞", "什么时间？" },
        { "book a table at Pizza Express", "What time?" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        struct dg_zone *zone = dg_zone_create(dg_str_of("UTC"));
        struct dg_message m = { .text = dg_str_of(cases[i].text) };
        struct dg_context ctx = { .zone = zone };
        struct dg_talk talk = { .messages = &m, .count = 1 };
        const struct dg_reading *r = NULL;
        DG_CHECK_INT(dg_read(&r, &talk, &ctx, &lexicon, arena, NULL), DG_OK, cases[i].text);
        if (DG_CHECK(r->intent_count && r->intents[0].question_count, "%s: nothing is asked", cases[i].text))
            DG_CHECK_STR(r->intents[0].questions[0].detail, cases[i].question, cases[i].text);
        dg_zone_destroy(zone);
        dg_arena_destroy(arena);
    }
}

int main(void)
{
    lexicon = dg_lexicon_builtin();
    dg_run("each talk gives the plan that is written below it", each_talk_gives_the_plan_that_is_written_below_it);
    dg_run("spans slice back to their words", spans_slice_back_to_their_words);
    dg_run("every arena is large enough, or said to be too small", every_arena_is_large_enough_or_said_to_be_too_small);
    dg_run("every beginning of a talk can be read", every_beginning_of_a_talk_can_be_read);
    dg_run("the same talk gives the same reading twice", the_same_talk_gives_the_same_reading_twice);
    dg_run("a missing slot is asked for in the language of the talk",
            a_missing_slot_is_asked_for_in_the_language_of_the_talk);
    return dg_done();
}
