#include "intents/act.h"

#include "intents/lexicon.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1024 * 1024 };

static struct dg_lexicon lexicon;

/* Clauses of a text in which nothing was recognised: the words alone decide. */
static struct dg_clauses clauses_of(const char *words, struct dg_arena *arena)
{
    struct dg_text text;
    struct dg_clauses clauses = { 0 };
    struct dg_mentions none = { 0 };
    bool fits = dg_text_fold(&text, dg_str_of(words), &lexicon, arena) &&
            dg_act_clauses(&clauses, &text, 0, none, &lexicon, arena);
    DG_CHECK(fits, "%s", words);
    return clauses;
}

static void the_words_of_a_clause_decide_what_it_does(void)
{
    static const struct {
        const char *text;
        enum dg_act act;
    } cases[] = {
        { "好呀", DG_ACT_ACCEPT },
        { "works for me", DG_ACT_ACCEPT },
        { "👍", DG_ACT_ACCEPT },
        { "好吃", DG_ACT_INFORM }, /* tasty is no answer */
        { "太远了", DG_ACT_REJECT },
        { "too far", DG_ACT_REJECT },
        { "不太行", DG_ACT_REJECT },
        { "absolutely not", DG_ACT_REJECT },
        { "没问题", DG_ACT_ACCEPT }, /* no problem is no refusal */
        { "我要加班", DG_ACT_REJECT },
        { "I'm on call", DG_ACT_REJECT },
        { "那算了", DG_ACT_RETRACT },
        { "never mind", DG_ACT_RETRACT },
        { "改天吧", DG_ACT_RETRACT },
        { "去哪", DG_ACT_ASK },
        { "where", DG_ACT_ASK },
        { "一起吃火锅吗", DG_ACT_PROPOSE },
        { "how about sushi", DG_ACT_PROPOSE },
        { "要是中了五百万", DG_ACT_UNREAL },
        { "if I win the lottery", DG_ACT_UNREAL },
        { "上次吃的火锅", DG_ACT_PAST },
        { "we went there", DG_ACT_PAST },
        { "今天真热", DG_ACT_INFORM },
        { "周三下班去打羽毛球", DG_ACT_PROPOSE },
        { "周三下班太晚", DG_ACT_REJECT },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        struct dg_clauses clauses = clauses_of(cases[i].text, arena);
        if (DG_CHECK_INT((long long)clauses.count, 1, cases[i].text))
            DG_CHECK_STR(dg_str_of(dg_act_name(clauses.at[0].act)), dg_act_name(cases[i].act), cases[i].text);
        dg_arena_destroy(arena);
    }
}

static void a_message_is_cut_where_something_new_is_said(void)
{
    static const struct {
        const char *text;
        size_t clauses;
    } cases[] = {
        { "七点悬 七点半吧。国贸咋样", 3 },
        { "works for me but can we say 7:30", 2 },
        { "lovely. bringing Tom", 2 },
        { "it costs 3.50 in all", 1 }, /* a point inside a number */
        { "太晚了，8:20的吧", 2 },
        { "see you at 7:30", 1 },
        { "……", 0 },
        { "", 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        DG_CHECK_INT((long long)clauses_of(cases[i].text, arena).count, (long long)cases[i].clauses, cases[i].text);
        dg_arena_destroy(arena);
    }
}

static void the_activity_is_the_one_that_is_named_most_plainly(void)
{
    static const struct {
        const char *text, *activity;
    } cases[] = {
        { "出去玩吃火锅", "meal" },
        { "book a table for dinner", "meal" },
        { "need an uber", "ride" },
        { "帮我叫个车", "ride" },
        { "飞驰人生真好看", NULL }, /* to fly is part of a name */
        { "从广州飞", "flight" },
        { "hello there", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
        struct dg_clauses clauses = clauses_of(cases[i].text, arena);
        const struct dg_activity *activity = clauses.count ? clauses.at[0].activity : NULL;
        DG_CHECK_STR(
                dg_str_of(activity ? activity->name : ""), cases[i].activity ? cases[i].activity : "", cases[i].text);
        dg_arena_destroy(arena);
    }
}

int main(void)
{
    lexicon = dg_lexicon_builtin();
    dg_run("the words of a clause decide what it does", the_words_of_a_clause_decide_what_it_does);
    dg_run("a message is cut where something new is said", a_message_is_cut_where_something_new_is_said);
    dg_run("the activity is the one that is named most plainly", the_activity_is_the_one_that_is_named_most_plainly);
    return dg_done();
}
