/* Plans: kept apart, named, filled, linked, ranked, asked about. */
#include "intents/catalogue.h"
#include "intents/rank.h"
#include "tests/support/chat.h"
#include "tests/support/check.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void a_chat_gives_the_intents_that_it_is_about(void)
{
    static const struct {
        const char *chat, *first; /* "": nothing at all */
    } cases[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> 好", "booking.restaurant" },
        { "A> dinner tomorrow at 7pm? | B> sure", "booking.restaurant" },
        { "甲> 周五晚七点 竹园小馆 | 乙> 好嘞", "booking.restaurant" }, /* the name says that one eats there */
        { "甲> 明天下午三点开会？| 乙> 可以", "calendar.create" },
        { "A> meeting tomorrow at 3pm? | B> ok", "calendar.create" },
        { "帮我打车去虹桥机场", "ride.request" },
        { "get me a cab to Heathrow", "ride.request" },
        { "pick me up at the office at 6pm", "ride.request" },
        { "take me to Heathrow", "ride.request" },
        { "the board meeting on 12 March has been rescheduled to 19 March at 2pm in Room 4", "calendar.update" },
        { "A> the standup is moved to 10am tomorrow | B> noted", "calendar.update" },
        { "甲> 昨天吃的火锅真好吃 | 乙> 是啊", "" },
        { "A> that hotpot yesterday was great | B> it was", "" },
        { "甲> 早啊 | 乙> 早", "" },
        { "A> morning | B> morning!", "" },
        { "甲> 听说他们今晚去吃火锅了 | 乙> 哈哈", "" },
        { "您的验证码是 482913，5分钟内有效", "" },
        { "Your code is 482913, valid for 5 minutes", "" },
        { "I paid two hundred and seventy seven", "" }, /* the model of names sees a part of the number as a name */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        struct dg_str all = dg_chat_intents(&c);
        DG_CHECK(*cases[i].first ? dg_str_starts(all, cases[i].first) : !all.len, "%s: %.*s", cases[i].chat,
                (int)all.len, all.at);
        dg_chat_close(&c);
    }
}

static void two_plans_of_one_chat_keep_their_values(void)
{
    static const struct {
        const char *chat, *dinner, *dinner_time, *show_time;
    } cases[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> 好。对了，周六下午两点看《流浪地球》去不 | 甲> 行", "海底捞", "19:00",
                "3-14 14:00" },
        { "A> dinner tomorrow 7pm at Pizza Express? | B> sure. btw the movie is on Saturday at 2pm, coming? | A> yes",
                "Pizza Express", "19:00", "3-14 14:00" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        DG_CHECK_STR(
                dg_chat_shown(&c, dg_chat_slot(&c, "booking.restaurant", "venue")), cases[i].dinner, cases[i].chat);
        DG_CHECK_STR(
                dg_chat_shown(&c, dg_chat_slot(&c, "booking.restaurant", "time")), cases[i].dinner_time, cases[i].chat);
        DG_CHECK_STR(dg_chat_shown(&c, dg_chat_slot(&c, "booking.event", "time")), cases[i].show_time, cases[i].chat);
        dg_chat_close(&c);
    }
}

/* From the Bund; 虹桥站 lies across the town. */
static void a_ride_arrives_when_the_table_is_booked_for(void)
{
    static const struct {
        const char *chat;
        bool here;
        const char *leaves;
    } cases[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> 好", false, "18:30" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> sure", false, "18:30" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        const struct dg_slot *ride = dg_chat_slot(&c, "ride.request", "time");
        DG_CHECK_STR(dg_chat_shown(&c, ride), cases[i].leaves, cases[i].chat);
        const struct dg_slot *table = dg_chat_slot(&c, "booking.restaurant", "time");
        if (DG_CHECK(ride && table, "%s", cases[i].chat))
            DG_CHECK_INT(ride->value.time.end.utc_s, table->value.time.start.utc_s, cases[i].chat);
        dg_chat_close(&c);
    }
}

static void the_calendar_entry_holds_the_address(void)
{
    static const struct {
        const char *chat, *address;
    } cases[] = {
        { "甲> 明天下午三点开会 | 乙> 好，在哪 | 甲> 朝阳区建国路93号", "朝阳区建国路93号" },
        { "A> meeting tomorrow at 3pm | B> ok where | A> 480 N 3rd Street", "480 N 3rd Street" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        const struct dg_slot *place = dg_chat_slot(&c, "calendar.create", "place");
        if (DG_CHECK(place != NULL, "%s", cases[i].chat))
            DG_CHECK_STR(place->text, cases[i].address, cases[i].chat);
        dg_chat_close(&c);
    }
}

static void each_slot_that_is_missing_is_asked_for(void)
{
    static const struct {
        const char *chat, *slot, *question;
    } cases[] = {
        { "帮我订个餐厅吃饭，海底捞", "time", "什么时间？" },
        { "book a table at Pizza Express", "time", "What time?" },
        { "帮我订一张去北京的机票", "depart", "什么时候出发？" },
        { "book me a flight to Boston", "depart", "When do you leave?" },
        { "帮我在成都订个酒店", "check_in", "哪天入住？" },
        { "book me a hotel in Denver", "check_in", "When do you check in?" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        const struct dg_intent *it = c.reading && c.reading->intent_count ? &c.reading->intents[0] : NULL;
        if (DG_CHECK(it && it->question_count == 1, "%s: not one question", cases[i].chat)) {
            DG_CHECK_STR(dg_str_of(it->questions[0].slot), cases[i].slot, cases[i].chat);
            DG_CHECK_STR(it->questions[0].detail, cases[i].question, cases[i].chat);
        }
        dg_chat_close(&c);
    }
}

static double confidence_of(const char *chat)
{
    struct dg_chat c;
    dg_chat_open(&c, chat);
    dg_chat_read(&c);
    double sure = c.reading && c.reading->intent_count ? c.reading->intents[0].confidence : 0;
    dg_chat_close(&c);
    return sure;
}

static void what_is_agreed_is_surer_than_what_is_proposed(void)
{
    DG_CHECK(confidence_of("甲> 明晚七点海底捞吃饭？| 乙> 好") > confidence_of("甲> 明晚七点海底捞吃饭？"), "zh");
    DG_CHECK(confidence_of("A> dinner tomorrow at 7pm? | B> sure") > confidence_of("A> dinner tomorrow at 7pm?"), "en");
}

static void a_confidence_falls_with_the_chance_that_nothing_is_meant(void)
{
    const struct dg_intent_schema *table = dg_catalogue_find(dg_str_of("booking.restaurant"));
    const struct {
        float meant, none;
        double score, below, above;
    } rows[] = {
        { 1.0f, 0.0f, 0.98, 1.00, 0.90 },
        { 0.5f, 0.2f, 0.80, 0.95, 0.85 },
        { 0.1f, 0.9f, 0.60, 0.80, 0.50 },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        float chances[DG_AIM_COUNT] = { [DG_AIM_NONE] = rows[i].none, [DG_AIM_RESTAURANT] = rows[i].meant };
        struct dg_intent intents[] = { { .schema = table, .confidence = rows[i].score },
            { .schema = table, .confidence = rows[i].score - 0.2 }, { .schema = table, .confidence = 0.3, .plan = 1 } };
        dg_rank_calibrate(intents, COUNT(intents), chances);
        DG_CHECK(intents[0].confidence <= rows[i].below && intents[0].confidence >= rows[i].above, "row %zu: %f", i,
                intents[0].confidence);
        for (size_t k = 1; k < COUNT(intents); k++)
            DG_CHECK(intents[k].confidence <= intents[k - 1].confidence, "row %zu: the order", i);
    }
}

struct heard {
    size_t lines;
    bool clause, value, aim, learned, intent;
};

static void hear(void *owner, const char *step, struct dg_str text)
{
    struct heard *h = owner;
    h->lines++;
    h->clause = h->clause || (strcmp(step, "  clause") == 0 && dg_str_starts(text, "accept"));
    h->value = h->value || (strcmp(step, "  value") == 0 && dg_str_find(text, dg_str_of("agreed"), 0) > 0);
    h->aim = h->aim || (strcmp(step, "aim") == 0 && dg_str_is(text, "booking.restaurant (by rule booking.restaurant)"));
    h->learned = h->learned || (strcmp(step, "  learned") == 0 && dg_str_starts(text, "booking.restaurant"));
    h->intent = h->intent || (strcmp(step, "intent") == 0 && dg_str_starts(text, "booking.restaurant"));
    DG_CHECK(dg_str_find(text, dg_str_of("482913"), 0) < 0, "a secret is shown");
}

static void the_steps_are_told_and_no_secret_with_them(void)
{
    static const char *const chats[] = { "甲> 明晚七点海底捞吃饭？| 乙> 好 | 甲> 验证码 482913",
        "A> dinner tomorrow at 7pm? | B> sure | A> your verification code is 482913" };
    for (size_t i = 0; i < COUNT(chats); i++) {
        struct dg_chat c;
        struct heard heard = { 0 };
        struct dg_explain explain = { hear, &heard };
        dg_chat_open(&c, chats[i]);
        DG_CHECK_INT(dg_read(&c.reading, &c.talk, &c.ctx, &c.lexicon, c.arena, &explain), DG_OK, chats[i]);
        DG_CHECK(heard.clause && heard.value && heard.aim && heard.learned && heard.intent, "%s: %zu lines", chats[i],
                heard.lines);
        dg_chat_close(&c);
    }
}

int main(void)
{
    dg_run("a chat gives the intents that it is about", a_chat_gives_the_intents_that_it_is_about);
    dg_run("two plans of one chat keep their values", two_plans_of_one_chat_keep_their_values);
    dg_run("a ride arrives when the table is booked for", a_ride_arrives_when_the_table_is_booked_for);
    dg_run("the calendar entry holds the address", the_calendar_entry_holds_the_address);
    dg_run("each slot that is missing is asked for", each_slot_that_is_missing_is_asked_for);
    dg_run("what is agreed is surer than what is proposed", what_is_agreed_is_surer_than_what_is_proposed);
    dg_run("a confidence falls with the chance that nothing is meant",
            a_confidence_falls_with_the_chance_that_nothing_is_meant);
    dg_run("the steps are told and no secret with them", the_steps_are_told_and_no_secret_with_them);
    return dg_done();
}
