#include "intents/act_note.h"

#include "intents/act_decide.h"
#include "intents/utf8.h"

static const char of[] = "的"; /* what an entry's name may begin with in the table: 的会 */

static enum dg_about about_of(const struct dg_word *word)
{
    static const struct {
        const char *name;
        enum dg_about about;
    } names[] = {
        { "time", DG_ABOUT_TIME },
        { "early", DG_ABOUT_TIME },
        { "late", DG_ABOUT_TIME },
        { "place", DG_ABOUT_PLACE },
        { "venue", DG_ABOUT_PLACE },
        { "origin", DG_ABOUT_ORIGIN },
        { "here", DG_ABOUT_HERE },
        { "price", DG_ABOUT_PRICE },
        { "activity", DG_ABOUT_ACTIVITY },
        { "people", DG_ABOUT_PEOPLE },
        { "former", DG_ABOUT_FORMER },
        { "earlier", DG_ABOUT_EARLIER },
        { "later", DG_ABOUT_LATER },
    };
    struct dg_str column = dg_word_column(word, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (dg_str_is(column, names[i].name))
            return names[i].about;
    }
    return DG_ABOUT_ANY;
}

bool dg_act_is_one_codepoint(const struct dg_act_reader *r, uint32_t at, size_t len)
{
    size_t first;
    dg_utf8_at(r->text->folded, at, &first);
    return first == len;
}

bool dg_act_is_led(const struct dg_act_reader *r, uint32_t at, size_t len)
{
    return dg_str_starts(dg_str_cut(r->text->folded, at, at + (uint32_t)len), of);
}

/* Short words answer only when they are all that is said, longer ones at an edge of the clause: 好 but not 好吃. */
static bool answers(const struct dg_act_reader *r, uint32_t at, size_t len)
{
    bool starts = at == r->first, ends = at + len == r->last;
    return dg_act_is_one_codepoint(r, at, len) ? starts && ends : starts || ends;
}

static void note_activity(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    struct dg_clause *c = r->clause;
    bool beside = c->activity && r->beside_end && at == r->beside_end + 1; /* "dinner after the game" */
    bool aim = c->aim_end && at >= c->aim_end && at - c->aim_end <= 1; /* "to be there for lunch", 赶上午饭 */
    if (beside || aim)
        return;
    int strength = (int)dg_word_number(word, 1, 1);
    /* a taxi from the hotel to the restaurant is a ride */
    bool rides = c->activity && c->activity_strength == DG_ACT_STRENGTH_ASKS && c->activity->family == DG_FAMILY_RIDE;
    if (c->activity && (strength < c->activity_strength || rides))
        return;
    c->activity = dg_activity_find(dg_word_column(word, 0));
    c->activity_strength = strength;
    c->activity_start = dg_act_is_led(r, at, word->len) ? at + (uint32_t)strlen(of) : at;
    c->activity_end = at + (uint32_t)word->len;
}

static bool denied(const struct dg_act_reader *r, uint32_t at)
{
    return r->not_end && at >= r->not_end && at - r->not_end <= DG_ACT_NOT_REACH_BYTES;
}

static unsigned bit_of(enum dg_word_class class)
{
    return 1u << (class - DG_W_ACT_ACCEPT);
}

static void note_accept(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    if (!answers(r, at, word->len))
        return;
    r->clause->signals |= denied(r, at) ? DG_SIGNAL(REJECT) : DG_SIGNAL(ACCEPT);
    if (denied(r, at))
        r->clause->bare_reject = true;
}

static void note_reject(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    struct dg_clause *c = r->clause;
    if (denied(r, at))
        return;
    c->signals |= DG_SIGNAL(REJECT);
    if (about_of(word) != DG_ABOUT_ANY)
        c->reject_about = about_of(word);
    c->bare_reject = c->bare_reject || c->reject_about != DG_ABOUT_ANY ||
            (answers(r, at, word->len) && !dg_act_is_one_codepoint(r, at, word->len));
}

/* "in", "out", 我: who comes and who does not, when it is all that is said. */
static void note_alone(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    if (at != r->first || at + word->len != r->last)
        return;
    bool joins = dg_str_is(dg_word_column(word, 0), "join");
    r->clause->signals |= joins ? DG_SIGNAL(JOIN) | DG_SIGNAL(ACCEPT) : DG_SIGNAL(LEAVE) | DG_SIGNAL(REJECT);
}

static void note_act(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    struct dg_clause *c = r->clause;
    uint32_t end = at + (uint32_t)word->len;
    c->signals |= bit_of(word->class);
    switch (word->class) {
    case DG_W_ACT_ASK:
        c->ask_about = about_of(word);
        break;
    case DG_W_ACT_PROPOSE:
        if (dg_str_is(dg_word_column(word, 0), "asked")) /* 还开吗: has the question in it */
            c->stands = c->question = true;
        else
            c->stands = c->stands || dg_str_is(dg_word_column(word, 0), "stands");
        break;
    case DG_W_ACT_SAME:
        c->same_about = about_of(word);
        break;
    case DG_W_ACT_NOT:
        r->not_end = end;
        break;
    case DG_W_ACT_EXCEPT:
        c->except_end = end;
        break;
    case DG_W_ACT_CHANGE:
        c->change_end = end;
        break;
    case DG_W_ACT_REQUEST:
        if (denied(r, at))
            c->signals = (c->signals & ~DG_SIGNAL(REQUEST)) | DG_SIGNAL(CANCEL);
        break;
    case DG_W_ACT_BACK:
    case DG_W_ACT_OUT:
        if (c->back_at == UINT32_MAX)
            c->back_at = at;
        break;
    default:
        break;
    }
}

/* The first asks; what stands behind it is what it asks for. */
static void note_task(struct dg_clause *c, uint32_t at, const struct dg_word *word)
{
    if (!c->task.len)
        c->task_end = at + (uint32_t)word->len;
    c->task = c->task.len ? c->task : dg_word_column(word, 0);
}

void dg_act_note(struct dg_act_reader *r, uint32_t at, const struct dg_word *word)
{
    if (word->class == DG_W_ACT_ACCEPT)
        note_accept(r, at, word);
    else if (word->class == DG_W_ACT_REJECT)
        note_reject(r, at, word);
    else if (word->class == DG_W_ACTIVITY)
        note_activity(r, at, word);
    else if (word->class == DG_W_ACT_ALONE)
        note_alone(r, at, word);
    else if (word->class == DG_W_ACT_BESIDE)
        r->beside_end = at + (uint32_t)word->len;
    else if (word->class == DG_W_ACT_AIM)
        r->clause->aim_end = at + (uint32_t)word->len;
    else if (word->class == DG_W_TASK)
        note_task(r->clause, at, word);
    else
        note_act(r, at, word);
}
