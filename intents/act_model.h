/* What was learned of what messages do: the weight of each feature for each act, a read-only view over one compiled file.
 * The file is made by learn/ (docs/learning.md) and linked in as the word tables are; nothing is copied or parsed at start.
 * A model is immutable and may be shared by all threads; the bytes must stay as long as it does. */
#ifndef DG_ACT_MODEL_H
#define DG_ACT_MODEL_H

#include "intents/act.h"

enum { DG_ACT_BITS = 14, DG_ACT_ROWS = 1 << DG_ACT_BITS, DG_ACT_HEAD_BYTES = 1024 };

#define DG_ACT_MAGIC "dragoman acts 1\n"

/* Right after the head (text that says what it is and where it is from, padded with blanks); little-endian. */
struct dg_act_numbers {
    float scale; /* a weight of 1 in the rows is this much */
    float bias[DG_ACT_COUNT];
};
/* Then a row of DG_ACT_COUNT weights (int8) for each place that a feature may fall on. */

struct dg_act_model {
    const struct dg_act_numbers *numbers;
    const int8_t *rows;
};

/* A view over a file's bytes; false when they are not one (or of another version, or cut short). */
bool dg_act_model_open(struct dg_act_model *out, const void *bytes, size_t len);
/* The one that is linked into the program. */
struct dg_act_model dg_act_model_builtin(void);

#endif
