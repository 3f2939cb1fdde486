/* The learned field as the compact file that the reader views. */
#ifndef DG_LEARN_MODEL_WRITE_H
#define DG_LEARN_MODEL_WRITE_H

#include "learn/samples.h"

struct dg_platt {
    float a, b;
};

/* Writes the file; the heaviest features find a place first. `about` is put into the head. Ends the program when the file
 * cannot be written. Prints how many features it holds. */
void dg_model_write(const char *path, const char *about, const struct dg_field *field, const uint32_t *features,
        struct dg_platt platt, unsigned bucket_bits);

#endif
