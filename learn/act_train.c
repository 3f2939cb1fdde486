/* Learns what messages do: talks on standard input (see heard.h; a letter of tests/eval/acts.tsv for each message, - for what is
 * not to be learned from), weights into a file.
 * usage: dragoman-train-acts [--folds N] [--epochs N] [--guesses FILE] [--about TEXT] FILE < TALKS
 * Prints the figures of the cross-validation beside those of the rules, and of both as the reader weighs them. */
#include "intents/act_review.h"
#include "learn/heard.h"
#include "learn/regress.h"

/* What the reader has no act for is informing to it, and a counter proposal a proposal. */
static const struct {
    char letter;
    enum dg_act act;
} letters[] = {
    { 'p', DG_ACT_PROPOSE },
    { 'c', DG_ACT_PROPOSE },
    { 'a', DG_ACT_ACCEPT },
    { 'r', DG_ACT_REJECT },
    { 'q', DG_ACT_ASK },
    { 'i', DG_ACT_INFORM },
    { 'x', DG_ACT_INFORM },
    { 'd', DG_ACT_INFORM },
    { 's', DG_ACT_INFORM },
    { 't', DG_ACT_RETRACT },
    { 'h', DG_ACT_PAST },
    { 'j', DG_ACT_UNREAL },
};

/* Where the act by rule is kept in a case, above the bit of the right one. */
enum { RULE_SHIFT = 16 };

static uint32_t bit_of(char letter)
{
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        if (letters[i].letter == letter)
            return 1u << letters[i].act;
    }
    return 0;
}

static void add(void *owner, const struct dg_heard_talk *talk, const struct dg_hearing *hearing, struct dg_arena *arena)
{
    static uint64_t seen[DG_ACT_ROWS / 64];
    uint16_t features[DG_ACT_FEATURES_MAX];
    (void)arena;
    if (strlen(talk->labels) != hearing->heard.talk->count)
        dg_heard_refuse(talk, "not a letter a message");
    for (size_t i = 0; talk->labels[i]; i++) {
        struct dg_regress_case one = {
            .weight = talk->weight, .fold = talk->fold, .right = bit_of(talk->labels[i]), .features = features
        };
        if (!one.right)
            continue;
        one.right |= 1u << RULE_SHIFT << dg_act_of_message(&hearing->heard.clauses[i]);
        one.count = dg_act_features(features, seen, hearing, i);
        dg_regress_add(owner, one);
    }
}

/* How often something was right, given and wanted. */
struct tally {
    size_t right, given, wanted;
};

struct score {
    struct tally rules[DG_ACT_COUNT], learned[DG_ACT_COUNT], both[DG_ACT_COUNT];
};

static void note(struct tally tallies[DG_ACT_COUNT], size_t given, uint32_t wanted)
{
    for (size_t act = 0; act < DG_ACT_COUNT; act++) {
        bool right = wanted >> act & 1;
        tallies[act].given += act == given;
        tallies[act].wanted += right;
        tallies[act].right += right && act == given;
    }
}

static void count(void *owner, const struct dg_regress_case *c, const float *chances)
{
    struct score *s = owner;
    size_t by_rule = 0;
    while (!(c->right >> RULE_SHIFT >> by_rule & 1))
        by_rule++;
    note(s->rules, by_rule, c->right);
    note(s->learned, dg_regress_likeliest(chances, DG_ACT_COUNT), c->right);
    note(s->both, dg_act_decide(chances, (enum dg_act)by_rule), c->right);
}

static double share(size_t part, size_t whole)
{
    return (double)part / (double)(whole ? whole : 1);
}

static void print_tallies(const char *name, const struct tally tallies[DG_ACT_COUNT])
{
    size_t right = 0, all = 0;
    for (size_t act = 0; act < DG_ACT_COUNT; act++) {
        const struct tally *t = &tallies[act];
        printf("%-8s %-8s %5zu messages, precision %.3f, recall %.3f, F1 %.3f\n", name, dg_act_name((enum dg_act)act),
                t->wanted, share(t->right, t->given), share(t->right, t->wanted),
                share(2 * t->right, t->given + t->wanted));
        right += t->right;
        all += t->wanted;
    }
    printf("%-8s right in %.3f of %zu messages\n", name, share(right, all), all);
}

int main(int argument_count, char **words)
{
    struct dg_regress_options o = dg_regress_options_read(argument_count, words);
    struct dg_regress_cases all = { 0 };
    dg_heard_read(add, &all);
    if (o.folds > 1) {
        struct score score = { 0 };
        dg_regress_cross_validate(&all, DG_ACT_COUNT, DG_ACT_ROWS, &o, count, &score);
        print_tallies("rules", score.rules);
        print_tallies("learned", score.learned);
        print_tallies("both", score.both);
    }
    struct dg_regress m = dg_regress_learn(&all, DG_ACT_COUNT, DG_ACT_ROWS, &o, -1);
    dg_regress_write(&m, &o, DG_ACT_MAGIC, DG_ACT_HEAD_BYTES);
    dg_regress_finish(&m);
    return 0;
}
