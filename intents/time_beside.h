/* What stands around the words of a time: whether they are one at all. Part of its recogniser (time.c). Pure. */
#ifndef DG_TIME_BESIDE_H
#define DG_TIME_BESIDE_H

#include "intents/recogniser.h"

/* Whether the words from `start` to `end`, which say DG_SAYS_* bits (intents/when.h), are something else: "one of these",
 * the number of a house, the beginning of a name, a greeting. */
bool dg_time_is_another(const struct dg_scan *scan, size_t start, size_t end, unsigned says);

/* "the recital sat, …", "lunch wed?": whether a thing goes before the words and nothing comes after, so that what may be a
 * verb is a day. */
bool dg_time_closes_phrase(const struct dg_scan *scan, size_t start, size_t end);

#endif
