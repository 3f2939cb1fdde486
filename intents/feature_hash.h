/* How features of the learned models become numbers: what was learned is found by these, so they never change by themselves;
 * whoever changes them trains anew (docs/learning.md). Pure; any thread. */
#ifndef DG_FEATURE_HASH_H
#define DG_FEATURE_HASH_H

#include "intents/str.h"

#include <stdint.h>

/* One number of two; the order of the two counts. Multipliers of MurmurHash3's finish and of the golden ratio. */
static inline uint32_t dg_feature_mix(uint32_t a, uint32_t b)
{
    uint32_t h = (a ^ (b * 0x9E3779B1u)) * 0x85EBCA6Bu;
    return h ^ (h >> 15);
}

/* FNV-1a, 32 bits. */
static inline uint32_t dg_feature_hash(struct dg_str s)
{
    uint32_t h = 0x811C9DC5u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.at[i]) * 0x01000193u;
    return h;
}

#endif
