/* Names in a message as the learned model sees them: a linear-chain conditional random field over its tokens.
 * Lafferty, McCallum, Pereira 2001; the marginals by the forward-backward recursion, scaled at each step.
 * Everything lives in the scratch of the scan. Pure; any thread. */
#ifndef DG_NAME_TAG_H
#define DG_NAME_TAG_H

#include "intents/name_feature.h"
#include "intents/name_model.h"

/* What the words of a talk weigh, message by message. Zeroed at the begin of a talk; belongs to who reads it. */
struct dg_name_talk {
    int32_t near[3][DG_NL_COUNT]; /* of the last messages */
    size_t messages;
};

struct dg_name_tags {
    struct dg_name_tokens tokens;
    float (*chance)[DG_NL_COUNT]; /* of each label, a row a token; NULL when no name can be in the message */
};

/* Weighs every label of every token. False only when the arena is full. */
bool dg_name_tag(struct dg_name_tags *out, const struct dg_scan *scan, const struct dg_name_model *model,
        struct dg_name_talk *talk);

/* A row of tokens that make a name. */
struct dg_name_span {
    size_t first, last; /* tokens, last exclusive */
    enum dg_name_label label; /* the one that begins its kind */
    double sure; /* 0 to 1 */
};

/* The first name at or after token `i`; false when there is none. */
bool dg_name_next(
        struct dg_name_span *out, const struct dg_name_tags *tags, const struct dg_name_model *model, size_t i);

#endif
