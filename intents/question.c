#include "intents/question.h"

static const struct {
    const char *slot, *en, *zh;
} questions[] = {
    { "time", "What time?", "什么时间？" },
    { "dropoff", "Where to?", "去哪里？" },
    { "destination", "Where to?", "去哪里？" },
    { "depart", "When do you leave?", "什么时候出发？" },
    { "check_in", "When do you check in?", "哪天入住？" },
    { "title", "What is it called?", "叫什么？" },
    { "number", "Which number?", "号码是多少？" },
    { "text", "Which text?", "哪段文字？" },
    { "query", "What should be looked up?", "查什么？" },
};

static const char *sentence(const char *slot, enum dg_language language)
{
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (strcmp(questions[i].slot, slot) == 0)
            return language == DG_LANG_ZH ? questions[i].zh : questions[i].en;
    }
    return NULL;
}

bool dg_question_ask(struct dg_intent *intent, enum dg_language language, struct dg_arena *arena)
{
    struct dg_note *notes = dg_arena_array(arena, intent->missing_count, sizeof *notes);
    if (!notes)
        return false;
    intent->questions = notes;
    intent->question_count = 0;
    for (size_t i = 0; i < intent->missing_count; i++) {
        const char *slot = intent->missing[i], *text = sentence(slot, language);
        if (text)
            notes[intent->question_count++] = (struct dg_note){ slot, slot, dg_str_of(text) };
    }
    return true;
}
