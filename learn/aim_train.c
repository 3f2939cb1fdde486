/* Learns what talks ask for: talks on standard input (see heard.h; a label is an aim, or several with | between: any of them is
 * right), weights into a file.
 * usage: dragoman-train-aims [--folds N] [--epochs N] [--guesses FILE] [--about TEXT] FILE < TALKS
 * Prints the figures of the cross-validation; with --guesses the chances given to each talk that was held out go to a file. */
#include "intents/aim.h"
#include "learn/heard.h"
#include "learn/regress.h"

static uint32_t read_aims(const struct dg_heard_talk *talk)
{
    uint32_t aims = 0;
    for (const char *text = talk->labels; *text;) {
        const char *bar = strchr(text, '|'), *end = bar ? bar : text + strlen(text);
        enum dg_aim aim = dg_aim_find(dg_str_cut(dg_str_of(text), 0, (size_t)(end - text)));
        if (aim == DG_AIM_COUNT)
            dg_heard_refuse(talk, "no such aim");
        aims |= 1u << aim;
        text = bar ? bar + 1 : end;
    }
    return aims;
}

static void add(void *owner, const struct dg_heard_talk *talk, const struct dg_hearing *hearing, struct dg_arena *arena)
{
    uint16_t features[DG_AIM_FEATURES_MAX];
    struct dg_regress_case one = {
        .weight = talk->weight, .fold = talk->fold, .right = read_aims(talk), .features = features
    };
    one.count = dg_aim_features(features, hearing, arena);
    dg_regress_add(owner, one);
}

struct score {
    size_t talks, right, nothing, nothing_right;
};

static void count(void *owner, const struct dg_regress_case *c, const float *chances)
{
    struct score *s = owner;
    bool right = c->right >> dg_regress_likeliest(chances, DG_AIM_COUNT) & 1, nothing = c->right & 1;
    s->talks++;
    s->right += right;
    s->nothing += nothing;
    s->nothing_right += nothing && right;
}

static void cross_validate(const struct dg_regress_cases *all, const struct dg_regress_options *o)
{
    struct score score = { 0 };
    dg_regress_cross_validate(all, DG_AIM_COUNT, DG_AIM_ROWS, o, count, &score);
    printf("held out: %zu talks, first aim right in %.3f; %zu ask for nothing, seen in %.3f\n", score.talks,
            (double)score.right / (double)(score.talks ? score.talks : 1), score.nothing,
            (double)score.nothing_right / (double)(score.nothing ? score.nothing : 1));
}

int main(int count, char **words)
{
    struct dg_regress_options o = dg_regress_options_read(count, words);
    struct dg_regress_cases all = { 0 };
    dg_heard_read(add, &all);
    if (o.folds > 1)
        cross_validate(&all, &o);
    struct dg_regress m = dg_regress_learn(&all, DG_AIM_COUNT, DG_AIM_ROWS, &o, -1);
    dg_regress_write(&m, &o, DG_AIM_MAGIC, DG_AIM_HEAD_BYTES);
    dg_regress_finish(&m);
    return 0;
}
