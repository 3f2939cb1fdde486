/* What was learned of what talks are for: the weight of each feature for each aim, a read-only view over one compiled file.
 * The file is made by learn/ (docs/learning.md) and linked in as the word tables are; nothing is copied or parsed at start.
 * A model is immutable and may be shared by all threads; the bytes must stay as long as it does. */
#ifndef DG_AIM_MODEL_H
#define DG_AIM_MODEL_H

#include "intents/str.h"

#include <stdint.h>

/* What a talk asks for first. */
enum dg_aim {
    DG_AIM_NONE, /* nothing */
    DG_AIM_RIDE,
    DG_AIM_RESTAURANT,
    DG_AIM_HOTEL,
    DG_AIM_FLIGHT,
    DG_AIM_TRAIN,
    DG_AIM_BUS,
    DG_AIM_EVENT,
    DG_AIM_CREATE,
    DG_AIM_QUERY,
    DG_AIM_UPDATE,
    DG_AIM_CANCEL,
    DG_AIM_ROUTE,
    DG_AIM_PARCEL,
    DG_AIM_CALL,
    DG_AIM_SUMMARIZE,
    DG_AIM_TRANSLATE,
    DG_AIM_COMPOSE,
    DG_AIM_SEARCH,
    DG_AIM_COUNT
};

/* The intent of the catalogue, or NULL for DG_AIM_NONE. */
const char *dg_aim_intent(enum dg_aim aim);
/* The aim called so ("none" for none), or DG_AIM_COUNT when no intent is. */
enum dg_aim dg_aim_find(struct dg_str intent);

enum { DG_AIM_BITS = 16, DG_AIM_ROWS = 1 << DG_AIM_BITS, DG_AIM_HEAD_BYTES = 1024 };

#define DG_AIM_MAGIC "dragoman aims 1\n"

/* Right after the head (text that says what it is and where it is from, padded with blanks); little-endian. */
struct dg_aim_numbers {
    float scale; /* a weight of 1 in the rows is this much */
    float bias[DG_AIM_COUNT];
};
/* Then a row of DG_AIM_COUNT weights (int8) for each place that a feature may fall on. */

struct dg_aim_model {
    const struct dg_aim_numbers *numbers;
    const int8_t *rows;
};

/* A view over a file's bytes; false when they are not one (or of another version, or cut short). */
bool dg_aim_model_open(struct dg_aim_model *out, const void *bytes, size_t len);
/* The one that is linked into the program. */
struct dg_aim_model dg_aim_model_builtin(void);

#endif
