/* What stands when people have talked, and what does not. */
#include "tests/support/chat.h"
#include "tests/support/check.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

struct row {
    const char *chat, *slot, *value, *status; /* NULL: whichever */
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct dg_chat c;
        dg_chat_open(&c, rows[i].chat);
        dg_chat_read(&c);
        const struct dg_slot *slot = dg_chat_slot(&c, NULL, rows[i].slot);
        DG_CHECK_STR(dg_chat_shown(&c, slot), rows[i].value, rows[i].chat);
        if (slot && rows[i].status)
            DG_CHECK_STR(dg_str_of(dg_slot_status_name(slot->status)), rows[i].status, rows[i].chat);
        dg_chat_close(&c);
    }
}

static void an_accepted_counter_proposal_replaces_the_time(void)
{
    static const struct row rows[] = {
        { "甲> 明天晚上七点吃饭？| 乙> 七点半行吗 | 甲> 可以", "time", "19:30", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> could we do 7:30 | A> sure", "time", "19:30", "agreed" },
        { "甲> 明晚六点吃火锅？| 乙> 六点太早了，七点吧 | 甲> 行", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 6pm? | B> 6 is too early, 7pm? | A> works for me", "time", "19:00", "agreed" },
        { "甲> 明天晚上六点吃饭？| 乙> 要不后天 | 甲> 好", "time", "3-12 18:00", "agreed" },
        { "A> dinner tomorrow at 6pm? | B> how about Thursday | A> ok", "time", "3-12 18:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> make it 8 | A> deal", "time", "20:00", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 推迟一小时吧 | 甲> 好", "time", "20:00", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 能不能早半小时 | 甲> 可以", "time", "18:30", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 好 | 乙> 我晚半小时 | 甲> 行", "time", "19:00", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 好 | 乙> 我会晚到半小时 | 甲> 行", "time", "19:00", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 好 | 乙> 我会提前半小时到 | 甲> 行", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> can we push it back an hour | A> deal", "time", "20:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> can we push dinner back by an hour | A> deal", "time", "20:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> half an hour earlier? | A> deal", "time", "18:30", "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void what_nobody_accepted_does_not_replace_what_is_agreed(void)
{
    static const struct row rows[] = {
        { "甲> 明天晚上七点吃饭？| 乙> 好 | 甲> 要不八点？", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> sure | A> or maybe 8pm?", "time", "19:00", "agreed" },
        { "甲> 明晚七点去海底捞吃饭？| 乙> 行 | 甲> 换西贝怎么样？", "venue", "海底捞", "agreed" },
        { "A> dinner tomorrow 7pm at Pizza Express? | B> yes | A> or how about Nando's?", "venue", "Pizza Express",
                "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void a_move_that_is_told_replaces_what_was_agreed(void)
{
    static const struct row rows[] = {
        { "甲> 明天晚上七点吃饭？| 乙> 好 | 甲> 改到八点了", "time", "20:00", NULL },
        { "A> dinner tomorrow at 7pm? | B> sure | A> moved to 8pm", "time", "20:00", NULL },
    };
    check_rows(rows, COUNT(rows));
}

static void a_change_to_the_time_leaves_the_place(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> 八点吧 | 甲> 好", "venue", "海底捞", "agreed" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> can we say 8pm | A> fine", "venue", "Pizza Express",
                "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void a_place_that_is_turned_down_is_gone(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点去海底捞吃饭？| 乙> 太远了", "venue", "-", NULL },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> too far", "venue", "-", NULL },
        { "甲> 明晚七点去海底捞吃饭？| 乙> 别去海底捞了，西贝吧 | 甲> 好", "venue", "西贝", "agreed" },
        { "A> dinner tomorrow at 7pm at Pizza Express? | B> not Pizza Express, Nando's? | A> ok", "venue", "Nando's",
                "agreed" },
        { "A> dinner tomorrow at 7pm? | B> yes, anything but sushi", "cuisine", "-", NULL },
        { "甲> 明晚七点吃饭？| 乙> 好，除了寿司都行", "cuisine", "-", NULL },
    };
    check_rows(rows, COUNT(rows));
}

static void a_rejected_proposal_brings_back_what_stood(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点吃饭？| 乙> 好 | 甲> 八点呢？| 乙> 不行，八点我有事", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> ok | A> what about 8pm? | B> no, 8pm doesn't work", "time", "19:00",
                "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void one_word_or_a_thumb_answers(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> [强]", "time", "19:00", "agreed" },
        { "甲> 明晚七点海底捞吃饭？| 乙> 👌", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> 👍", "time", "19:00", "agreed" },
        { "甲> 明晚七点海底捞吃饭？| 乙> 妥", "time", "19:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> sgtm", "time", "19:00", "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void a_plan_that_is_called_off_is_none(void)
{
    static const char *const chats[] = { "甲> 明晚七点吃饭？| 乙> 好 | 甲> 算了，下次吧",
        "A> dinner tomorrow at 7pm? | B> sure | A> actually let's skip it, rain check",
        "甲> 明晚七点吃饭？| 乙> 改天吧", "A> dinner tomorrow at 7pm? | B> maybe another time" };
    for (size_t i = 0; i < COUNT(chats); i++) {
        struct dg_chat c;
        dg_chat_open(&c, chats[i]);
        dg_chat_read(&c);
        DG_CHECK_STR(dg_chat_intents(&c), "", chats[i]);
        dg_chat_close(&c);
    }
}

static void among_two_a_no_leaves_nothing(void)
{
    static const struct {
        const char *chat, *intents;
    } cases[] = {
        { "A> lunch at Gino's at 1? | B> hard pass", "" },
        { "A> lunch at Gino's tomorrow at 1? | B> can't, sorry", "" },
        { "A> lunch at Gino's tomorrow at 1? | B> can't, sorry | A> ok no worries", "" },
        { "甲> 今晚七点海底捞？| 乙> 不了", "" },
        { "A> dinner at Lupo tomorrow at 7? | B> yes | A> bring Sam? | B> no",
                "booking.restaurant calendar.create ride.request" },
        { "A> dinner at Lupo tomorrow at 7? | B> is it far? | A> no",
                "booking.restaurant calendar.create ride.request" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        dg_chat_open(&c, cases[i].chat);
        dg_chat_read(&c);
        DG_CHECK_STR(dg_chat_intents(&c), cases[i].intents, cases[i].chat);
        dg_chat_close(&c);
    }
}

static void what_follows_a_no_says_what_it_was_about(void)
{
    static const struct row rows[] = {
        { "A> dinner at Lupo tomorrow at 7pm? | B> no, let's do the Crown | A> ok", "time", "19:00", "agreed" },
        { "A> dinner at Lupo tomorrow at 7pm? | B> no | A> 8pm then? | B> fine", "time", "20:00", "agreed" },
        { "A> dinner at Lupo tomorrow at 7pm? | B> no | A> 8pm then? | B> fine", "venue", "Lupo", "agreed" },
        { "A> dinner at Lupo tomorrow at 7pm? | B> can't, sorry | A> come on | B> oh ok", "time", "19:00", "agreed" },
        { "甲> 明晚七点海底捞吃饭？| 乙> 不去 | 甲> 我请客 | 乙> 那行", "venue", "海底捞", "agreed" },
        { "甲> 明晚七点海底捞吃饭？| 乙> 不了 | 甲> 那小南国？| 乙> 可以", "venue", "小南国", "agreed" },
        { "甲> 明晚七点海底捞吃饭？| 乙> 不了 | 甲> 那小南国？| 乙> 可以", "time", "19:00", "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void what_points_back_means_what_stood_there(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点海底捞吃饭？| 乙> 西贝呢？| 甲> 还是前面那个吧 | 乙> 好", "venue", "海底捞", NULL },
        { "A> dinner tomorrow 7pm at Pizza Express? | B> or Nando's? | A> the first one | B> ok", "venue",
                "Pizza Express", NULL },
        { "甲> 明晚七点海底捞吃饭？| 乙> 好，就那家", "venue", "海底捞", "agreed" },
        { "A> dinner tomorrow 7pm at Pizza Express? | B> ok, see you there", "venue", "Pizza Express", "agreed" },
    };
    check_rows(rows, COUNT(rows));
}

static void a_group_is_counted_by_who_is_in(void)
{
    static const struct row rows[] = {
        { "甲> 明晚七点海底捞聚餐，谁去？| 乙> +1 | 丙> 算我一个 | 丁> 我去不了", "party_size", "3", "inferred" },
        { "A> dinner tomorrow at 7pm, who's in? | B> count me in | C> me too | D> can't make it", "party_size", "3",
                "inferred" },
        { "甲> 明晚七点海底捞聚餐，谁去？| 乙> +1 | 丙> 算我一个 | 甲> 那订五个人的位", "party_size", "5", NULL },
        { "A> dinner tomorrow at 7pm, who's in? | B> me too | C> count me in | A> ok booking for 5 people",
                "party_size", "5", NULL },
        { "甲> 明晚七点海底捞吃饭？| 乙> 好", "party_size", "-", NULL },
        { "A> dinner tomorrow at 7pm? | B> ok", "party_size", "-", NULL },
    };
    check_rows(rows, COUNT(rows));
}

static void a_bare_number_is_an_hour_only_where_one_was_talked_of(void)
{
    static const struct row rows[] = {
        { "A> lunch tomorrow at 12? | B> 12.30? | A> ok", "time", "12:30", "agreed" },
        { "A> dinner tomorrow at 7pm? how many are we | B> 4", "time", "19:00", NULL },
        { "甲> 明晚七点吃饭？几个人 | 乙> 4", "time", "19:00", NULL },
    };
    check_rows(rows, COUNT(rows));
}

static void a_time_may_be_said_by_how_much_it_moves(void)
{
    static const struct row rows[] = {
        { "A> dinner tomorrow at 7pm? | B> half an hour later? | A> sure", "time", "19:30", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> can we push it back 45 min | A> sure", "time", "19:45", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> an hour earlier? | A> sure", "time", "18:00", "agreed" },
        { "A> dinner tomorrow at 7pm? | B> ok, I'll be there in half an hour to help", "time", "19:00", NULL },
        { "A> dinner tomorrow at 7pm? | B> yes, it takes me 45 min to get there", "time", "19:00", NULL },
        { "甲> 明晚七点吃饭？| 乙> 晚半小时行吗 | 甲> 行", "time", "19:30", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 提前一个小时吧 | 甲> 好", "time", "18:00", "agreed" },
        { "甲> 明晚七点吃饭？| 乙> 好，吃两个小时够了", "time", "19:00", NULL },
    };
    check_rows(rows, COUNT(rows));
}

static void a_count_may_be_said_by_how_many_are_added(void)
{
    static const struct row rows[] = {
        { "A> table for 4 tomorrow at 7pm | B> make that one more | A> ok", "party_size", "5", NULL },
        { "A> table for 4 tomorrow at 7pm | B> add two more people | A> ok", "party_size", "6", NULL },
        { "A> table for 4 tomorrow at 7pm | B> one less, Jo is ill | A> ok", "party_size", "3", NULL },
        { "A> table for 4 tomorrow at 7pm | B> ok, one more question: parking?", "party_size", "4", NULL },
        { "甲> 明晚七点吃饭，订四个人的位 | 乙> 再加两位 | 甲> 好", "party_size", "6", NULL },
        { "甲> 明晚七点吃饭，订四个人的位 | 乙> 再加一个菜 | 甲> 好", "party_size", "4", NULL },
    };
    check_rows(rows, COUNT(rows));
}

int main(void)
{
    dg_run("an accepted counter-proposal replaces the time", an_accepted_counter_proposal_replaces_the_time);
    dg_run("what nobody accepted does not replace what is agreed",
            what_nobody_accepted_does_not_replace_what_is_agreed);
    dg_run("a move that is told replaces what was agreed", a_move_that_is_told_replaces_what_was_agreed);
    dg_run("a change to the time leaves the place", a_change_to_the_time_leaves_the_place);
    dg_run("a place that is turned down is gone", a_place_that_is_turned_down_is_gone);
    dg_run("a rejected proposal brings back what stood", a_rejected_proposal_brings_back_what_stood);
    dg_run("one word or a thumb answers", one_word_or_a_thumb_answers);
    dg_run("a plan that is called off is none", a_plan_that_is_called_off_is_none);
    dg_run("among two a no leaves nothing", among_two_a_no_leaves_nothing);
    dg_run("what follows a no says what it was about", what_follows_a_no_says_what_it_was_about);
    dg_run("what points back means what stood there", what_points_back_means_what_stood_there);
    dg_run("a group is counted by who is in", a_group_is_counted_by_who_is_in);
    dg_run("a bare number is an hour only where one was talked of",
            a_bare_number_is_an_hour_only_where_one_was_talked_of);
    dg_run("a time may be said by how much it moves", a_time_may_be_said_by_how_much_it_moves);
    dg_run("a count may be said by how many are added", a_count_may_be_said_by_how_many_are_added);
    return dg_done();
}
