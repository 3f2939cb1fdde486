/* What was learned of names: weights of features, by label, as a read-only view over one compiled file.
 * The file is made by learn/ (docs/learning.md) and linked in as the word tables are; nothing is copied or parsed at start.
 * A model is immutable and may be shared by all threads; the bytes must stay as long as it does. */
#ifndef DG_NAME_MODEL_H
#define DG_NAME_MODEL_H

#include "intents/str.h"

#include <stdint.h>

/* What a token is in a name: outside of any, or the begin or inside of one of four kinds. */
enum dg_name_label {
    DG_NL_OUT,
    DG_NL_TITLE, /* begins a film, a show, a match, a concert */
    DG_NL_TITLE_IN,
    DG_NL_VENUE, /* a restaurant, a hotel, a sight */
    DG_NL_VENUE_IN,
    DG_NL_ADDRESS,
    DG_NL_ADDRESS_IN,
    DG_NL_AREA, /* a city, a quarter, a station */
    DG_NL_AREA_IN,
    DG_NL_COUNT
};

enum {
    DG_NAME_WEIGHTS = DG_NL_COUNT - 1, /* DG_NL_OUT weighs nothing */
    DG_NAME_BUCKET = 8, /* features of one bucket stand side by side */
    DG_NAME_HEAD_BYTES = 1024, /* text that says what it is and where it is from, padded with blanks */
};

#define DG_NAME_MAGIC "dragoman names 1\n"

/* Right after the head; little-endian, as are the machines that it runs on. */
struct dg_name_numbers {
    uint32_t bucket_bits;
    float scale; /* a weight of 1 in the rows is this much */
    /* exp of the weight of going from one label to the next; the last row is the begin of a message; 0 forbids */
    float next[DG_NL_COUNT + 1][DG_NL_COUNT];
    /* Platt: how sure a name is whose marginal has the log-odds x: 1 / (1 + exp(-(a + b x))) */
    float sure_a, sure_b;
};
/* Then a mark (uint16) a place, and then a row of weights (int8) a place. */

struct dg_name_model {
    const struct dg_name_numbers *numbers;
    const uint16_t *marks; /* 0: nothing there */
    const int8_t *rows;
};

/* A view over a file's bytes; false when they are not one (or of another version, or cut short). */
bool dg_name_model_open(struct dg_name_model *out, const void *bytes, size_t len);
/* The one that is linked into the program. */
struct dg_name_model dg_name_model_builtin(void);

/* The weights of features, DG_NAME_WEIGHTS of each, less what nothing was learned of; returns of how many. Features lie all
 * over the file, so they are fetched side by side: twice as fast as one after the other. */
size_t dg_name_model_rows(
        const int8_t **rows, const struct dg_name_model *model, const uint32_t *features, size_t count);
/* Where the feature may stand, and its mark; shared with the writer of the file. */
static inline size_t dg_name_model_place(uint32_t feature, uint32_t bucket_bits, uint16_t *mark)
{
    uint16_t high = (uint16_t)(feature >> 16);
    *mark = high ? high : 1;
    return (size_t)(feature * 0x9E3779B1u >> (32 - bucket_bits)) * DG_NAME_BUCKET;
}

#endif
