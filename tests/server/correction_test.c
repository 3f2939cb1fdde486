/* Corrections: the slot meant, what else follows it, and what is remembered. */
#include "tests/server/story.h"

#include "server/wire.h"
#include "server/wire_value.h"

#define DINNER \
    "booking.restaurant venue=Mercato@39.9,116.4 time=2030-05-01T19:00:00+08:00\\n" \
    "ride.request dropoff=Mercato@39.9,116.4 time=2030-05-01T18:30:00+08:00"

/* Applies the correction to a fresh drag of `text` and leaves its reading in s->drag. */
static enum dg_status correct(struct story *s, const char *text, const char *body, struct dg_problem *why)
{
    struct dg_correction c;
    story_start(s, dg_arena_print(s->arena, "{\"text\":\"%s\"}", text).at);
    enum dg_status status = dg_correction_read(&c, dg_str_of(body), s->arena, why);
    if (status == DG_OK)
        status = dg_correction_aim(&c, s->drag.reading, &s->drag.ask.ctx, &s->fake->app.lexicon, s->arena, why);
    if (status == DG_OK)
        s->drag.reading = dg_fixes_apply(s->drag.reading, &c.fix, 1, s->arena);
    dg_correction_finish(&c);
    return status;
}

static const struct dg_slot *slot(const struct story *s, size_t intent, const char *name)
{
    return dg_intent_slot(&s->drag.reading->intents[intent], name);
}

static void a_corrected_place_is_corrected_wherever_it_was_meant(void)
{
    struct story *s = story_begin();
    struct dg_problem why;
    DG_CHECK_INT(correct(s, DINNER, "{\"slot\":\"venue\",\"value\":{\"name\":\"Gusto\"}}", &why), DG_OK, "status");
    DG_CHECK_STR(slot(s, 0, "venue")->value.place.name, "Gusto", "the table");
    DG_CHECK_STR(slot(s, 1, "dropoff")->value.place.name, "Gusto", "the ride");
    DG_CHECK_INT(slot(s, 0, "venue")->status, DG_AGREED, "status of the slot");
    story_end(s);
}

static void in_one_intent_only_where_it_is_named(void)
{
    struct story *s = story_begin();
    struct dg_problem why;
    correct(s, DINNER, "{\"intent\":\"ride.request\",\"slot\":\"dropoff\",\"value\":{\"name\":\"Gusto\"}}", &why);
    DG_CHECK_STR(slot(s, 0, "venue")->value.place.name, "Mercato", "the table stays");
    DG_CHECK_STR(slot(s, 1, "dropoff")->value.place.name, "Gusto", "the ride");
    story_end(s);
}

static void a_missing_slot_is_filled_and_no_longer_missing(void)
{
    struct story *s = story_begin();
    struct dg_problem why;
    DG_CHECK_INT(correct(s, "booking.restaurant venue=Mercato",
                         "{\"slot\":\"time\",\"value\":{\"start\":\"2030-05-01T20:00:00+08:00\"}}", &why),
            DG_OK, "status");
    DG_CHECK_INT((long long)s->drag.reading->intents[0].missing_count, 0, "missing");
    DG_CHECK_INT(slot(s, 0, "time")->value.time.start.utc_s, 1903867200, "the time");
    story_end(s);
}

static void what_cannot_be_meant_is_refused_with_its_field(void)
{
    static const struct {
        const char *body, *pointer;
    } cases[] = {
        { "{\"slot\":\"stars\",\"value\":{\"number\":3}}", "/slot" },
        { "{\"slot\":\"venue\",\"value\":{\"number\":3}}", "/value/number" },
        { "{\"slot\":\"venue\",\"value\":{\"name\":\"\"}}", "/value/name" },
        { "{\"slot\":\"venue\",\"value\":{\"name\":\"x\",\"lat\":91,\"lon\":0}}", "/value/lat" },
        { "{\"slot\":\"venue\",\"value\":{\"name\":\"x\",\"lat\":1}}", "/value/lon" },
        { "{\"slot\":\"time\",\"value\":{\"start\":\"soon\"}}", "/value/start" },
        { "{\"slot\":\"time\",\"value\":{\"grain\":\"day\"}}", "/value/start" },
        { "{\"slot\":\"time\",\"text\":\"\"}", "/text" },
        { "{\"slot\":\"venue\"}", "" },
        { "{\"slot\":\"venue\",\"text\":\"x\",\"value\":{\"name\":\"y\"}}", "" },
        { "{\"intent\":\"x\",\"slot\":\"venue\",\"text\":\"x\"}", "/intent" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct story *s = story_begin();
        struct dg_problem why = { 0 };
        DG_CHECK_INT(correct(s, DINNER, cases[i].body, &why), DG_BAD_INPUT, cases[i].body);
        DG_CHECK_STR(dg_str_of(why.pointer), cases[i].pointer, cases[i].body);
        story_end(s);
    }
}

static void words_are_read_against_what_they_correct(void)
{
    static const struct {
        const char *words, *start;
    } cases[] = {
        { "八点", "2030-05-01T20:00:00+08:00" }, /* the day and the evening stay */
        { "8", NULL }, /* a number is no time */
        { "half past seven", "2030-05-01T19:30:00+08:00" },
        { "2030-05-02 18:00", "2030-05-02T18:00:00+08:00" },
        { "9pm", "2030-05-01T21:00:00+08:00" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct story *s = story_begin();
        struct dg_problem why;
        struct dg_str body = dg_arena_print(s->arena, "{\"slot\":\"time\",\"text\":\"%s\"}", cases[i].words);
        enum dg_status status = correct(s, DINNER, body.at, &why);
        if (cases[i].start && DG_CHECK_INT(status, DG_OK, cases[i].words))
            DG_CHECK_STR(
                    dg_instant_print(s->arena, slot(s, 0, "time")->value.time.start), cases[i].start, cases[i].words);
        DG_CHECK(cases[i].start || status == DG_BAD_INPUT, "%s is no time", cases[i].words);
        story_end(s);
    }
}

static void later_text_goes_before_an_earlier_correction(void)
{
    struct story *s = story_begin();
    struct dg_problem why;
    size_t kept;
    story_start(s, "{\"text\":\"" DINNER "\"}");
    story_load(s);
    struct dg_correction c;
    DG_CHECK_INT(
            dg_correction_read(&c, dg_str_of("{\"slot\":\"venue\",\"value\":{\"name\":\"Gusto\"}}"), s->arena, &why),
            DG_OK, "read");
    DG_CHECK_INT(dg_correction_aim(&c, s->drag.reading, &s->drag.ask.ctx, &s->fake->app.lexicon, s->arena, &why), DG_OK,
            "aimed");
    s->drag.fixes[s->drag.fix_count++] = c.fix;
    dg_correction_finish(&c);
    story_patch(s, "booking.restaurant venue=Nonna time=2030-05-01T19:00:00+08:00", &kept);
    DG_CHECK_STR(slot(s, 0, "venue")->value.place.name, "Nonna", "what was said last");
    story_end(s);
}

static void a_rule_means_the_same_words_again(void)
{
    struct story *s = story_begin();
    struct dg_fix rule = {
        .slot = dg_str_of("venue"), .from = dg_str_of("Mercato@39.9,116.4"), .text = dg_str_of("Gusto")
    };
    rule.value = (struct dg_value){ .kind = DG_PLACE, .place = { .name = dg_str_of("Gusto") } };
    story_start(s, "{\"text\":\"" DINNER "\"}");
    s->drag.reading = dg_fixes_apply(s->drag.reading, &rule, 1, s->arena);
    DG_CHECK_STR(slot(s, 0, "venue")->value.place.name, "Gusto", "the table");
    DG_CHECK_STR(slot(s, 1, "dropoff")->value.place.name, "Gusto", "the ride");
    story_end(s);
}

static void a_session_remembers_the_last_rule_for_the_words(void)
{
    struct dg_fix rules[DG_SESSION_RULES_MAX], one = { .slot = dg_str_of("venue") };
    struct dg_session session = { .rules = rules };
    char words[DG_SESSION_RULES_MAX + 1][8];
    for (unsigned n = 0; n <= DG_SESSION_RULES_MAX; n++) {
        words[n][0] = 'w';
        words[n][1] = (char)('A' + n);
        words[n][2] = '\0';
        DG_CHECK(dg_session_remember(&session, &one, dg_str_of(words[n])) == (n < DG_SESSION_RULES_MAX), "rule %u", n);
    }
    one.text = dg_str_of("new");
    DG_CHECK(dg_session_remember(&session, &one, dg_str_of(words[3])), "the same words again");
    DG_CHECK_STR(rules[3].text, "new", "the newer rule");
    DG_CHECK_INT((long long)session.rule_count, DG_SESSION_RULES_MAX, "rules");
}

static void a_session_of_somebody_else_is_none(void)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    struct dg_session session = { .caller = dg_str_of("ann"), .drags = 3 }, read;
    struct dg_problem why;
    struct dg_record record = { .value = dg_session_record(&session, arena), .version = 7 };
    DG_CHECK_INT(dg_session_read(&read, &record, dg_str_of("ann"), arena, &why), DG_OK, "ann's");
    DG_CHECK_INT(read.drags, 3, "drags");
    DG_CHECK_INT(dg_session_read(&read, &record, dg_str_of("bob"), arena, &why), DG_NOT_FOUND, "bob's");
    record.value = dg_str_of("{");
    DG_CHECK_INT(dg_session_read(&read, &record, dg_str_of("ann"), arena, &why), DG_INTERNAL, "broken");
    record.version = 0;
    DG_CHECK_INT(dg_session_read(&read, &record, dg_str_of("ann"), arena, &why), DG_NOT_FOUND, "none");
    dg_arena_destroy(arena);
}

int main(void)
{
    dg_run("a corrected place is corrected wherever it was meant",
            a_corrected_place_is_corrected_wherever_it_was_meant);
    dg_run("in one intent only where it is named", in_one_intent_only_where_it_is_named);
    dg_run("a missing slot is filled and no longer missing", a_missing_slot_is_filled_and_no_longer_missing);
    dg_run("what cannot be meant is refused with its field", what_cannot_be_meant_is_refused_with_its_field);
    dg_run("words are read against what they correct", words_are_read_against_what_they_correct);
    dg_run("later text goes before an earlier correction", later_text_goes_before_an_earlier_correction);
    dg_run("a rule means the same words again", a_rule_means_the_same_words_again);
    dg_run("a session remembers the last rule for the words", a_session_remembers_the_last_rule_for_the_words);
    dg_run("a session of somebody else is none", a_session_of_somebody_else_is_none);
    return dg_done();
}
