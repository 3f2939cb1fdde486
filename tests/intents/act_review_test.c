#include "intents/act_review.h"
#include "intents/language.h"
#include "tests/support/chat.h"
#include "tests/support/check.h"

#include <stdlib.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- what messages do ------------------------------------------------------------------------------------------ */

/* The chat as it is heard, reviewed by the model that is linked in. */
static struct dg_hearing reviewed(struct dg_chat *c, const char *text)
{
    struct dg_hearing heard;
    const struct dg_act_model model = dg_act_model_builtin();
    dg_chat_open(c, text);
    enum dg_language language = dg_language_detect(&c->talk);
    DG_CHECK(dg_hear(&heard, &c->talk, &c->ctx, language, &c->lexicon, c->arena), "%s", text);
    DG_CHECK(dg_act_review(&heard, &model, c->arena), "%s", text);
    return heard;
}

static const struct dg_clauses *last_of(const struct dg_hearing *heard)
{
    return &heard->heard.clauses[heard->heard.talk->count - 1];
}

static void an_answer_is_known_by_what_it_answers(void)
{
    static const struct {
        const char *chat;
        enum dg_act act;
    } cases[] = {
        { "A> picnic at Holland Park on Sunday at 1? | B> forecast is grim", DG_ACT_REJECT },
        { "A> curry at Tandoor House tonight at 7? | B> I've already eaten", DG_ACT_REJECT },
        { "A> dinner at Lupo at 7? | B> I'm knackered", DG_ACT_REJECT },
        { "甲> 今晚七点吃火锅？| 乙> 我带了饭", DG_ACT_REJECT },
        { "甲> 今晚七点打球？| 乙> 困死了", DG_ACT_REJECT },
        { "甲> 周五七点小南国聚一下？| 乙> 那我订桌", DG_ACT_ACCEPT },
        { "甲> 周五七点小南国聚一下？| 乙> 你订吧", DG_ACT_ACCEPT },
        { "甲> 周五去杭州的票你买了没", DG_ACT_ASK },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        struct dg_hearing heard = reviewed(&c, cases[i].chat);
        DG_CHECK_INT(dg_act_of_message(last_of(&heard)), cases[i].act, cases[i].chat);
        bool learned = false;
        for (size_t k = 0; k < last_of(&heard)->count; k++)
            learned = learned || last_of(&heard)->at[k].learned;
        DG_CHECK(learned, "%s: was known by rule", cases[i].chat);
        dg_chat_close(&c);
    }
}

static void what_the_words_say_stays(void)
{
    static const struct {
        const char *chat;
        enum dg_act act;
    } cases[] = {
        { "A> dinner at Lupo at 7? | B> sounds great", DG_ACT_ACCEPT },
        { "A> dinner at Lupo at 7? | B> too far for me", DG_ACT_REJECT },
        { "A> dinner at Lupo at 7? | B> how about the Crown at 8?", DG_ACT_PROPOSE },
        { "甲> 明晚七点海底捞？| 乙> 好的", DG_ACT_ACCEPT },
        { "甲> 明晚七点海底捞？| 乙> 太远了", DG_ACT_REJECT },
        { "甲> 明晚七点海底捞？| 乙> 要不后天八点？", DG_ACT_PROPOSE },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct dg_chat c;
        struct dg_hearing heard = reviewed(&c, cases[i].chat);
        DG_CHECK_INT(dg_act_of_message(last_of(&heard)), cases[i].act, cases[i].chat);
        dg_chat_close(&c);
    }
}

/* ---- when the model decides ------------------------------------------------------------------------------------- */

static void only_answers_and_questions_are_decided(void)
{
    for (enum dg_act by_rule = DG_ACT_INFORM; by_rule < DG_ACT_COUNT; by_rule++) {
        for (enum dg_act learned = DG_ACT_INFORM; learned < DG_ACT_COUNT; learned++) {
            float chances[DG_ACT_COUNT] = { 0 };
            chances[learned] = 1;
            bool answers = learned == DG_ACT_ACCEPT || learned == DG_ACT_REJECT || learned == DG_ACT_ASK;
            bool may = by_rule == DG_ACT_INFORM ? learned == DG_ACT_REJECT : answers;
            may = may && !(by_rule == DG_ACT_RETRACT && learned == DG_ACT_ACCEPT);
            DG_CHECK_INT(dg_act_decide(chances, by_rule), may ? learned : by_rule, dg_act_name(by_rule));
        }
    }
}

static void a_model_that_is_not_sure_decides_nothing(void)
{
    float chances[DG_ACT_COUNT] = { 0 };
    chances[DG_ACT_REJECT] = 0.39f;
    chances[DG_ACT_PROPOSE] = 0.31f;
    DG_CHECK_INT(dg_act_decide(chances, DG_ACT_PROPOSE), DG_ACT_PROPOSE, "not sure");
    chances[DG_ACT_REJECT] = 0.41f;
    DG_CHECK_INT(dg_act_decide(chances, DG_ACT_PROPOSE), DG_ACT_REJECT, "sure");
}

/* ---- the file -------------------------------------------------------------------------------------------------- */

enum { FILE_BYTES = DG_ACT_HEAD_BYTES + sizeof(struct dg_act_numbers) + DG_ACT_ROWS * DG_ACT_COUNT };

static char *copy_of_file(void)
{
    struct dg_act_model built = dg_act_model_builtin();
    char *copy = malloc(FILE_BYTES);
    if (!copy)
        abort();
    return memcpy(copy, (const char *)built.numbers - DG_ACT_HEAD_BYTES, FILE_BYTES);
}

static void a_file_that_is_not_one_is_refused(void)
{
    static const size_t lens[] = { 0, 1, DG_ACT_HEAD_BYTES, FILE_BYTES - 1 };
    static const float impossible = 1e9f;
    struct dg_act_model opened;
    char *copy = copy_of_file();
    DG_CHECK(dg_act_model_open(&opened, copy, FILE_BYTES), "%s", "whole");
    for (size_t i = 0; i < COUNT(lens); i++)
        DG_CHECK(!dg_act_model_open(&opened, copy, lens[i]), "cut at %zu", lens[i]);
    memcpy(copy + DG_ACT_HEAD_BYTES + offsetof(struct dg_act_numbers, bias), &impossible, sizeof impossible);
    DG_CHECK(!dg_act_model_open(&opened, copy, FILE_BYTES), "%s", "impossible numbers");
    free(copy);
    copy = copy_of_file();
    copy[0] = 'x';
    DG_CHECK(!dg_act_model_open(&opened, copy, FILE_BYTES), "%s", "another kind of file");
    free(copy);
}

int main(void)
{
    dg_run("an answer is known by what it answers", an_answer_is_known_by_what_it_answers);
    dg_run("what the words say stays", what_the_words_say_stays);
    dg_run("only answers and questions are decided", only_answers_and_questions_are_decided);
    dg_run("a model that is not sure decides nothing", a_model_that_is_not_sure_decides_nothing);
    dg_run("a file that is not one is refused", a_file_that_is_not_one_is_refused);
    return dg_done();
}
