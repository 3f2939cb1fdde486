/* Who comes, one by one, as a count: "me, you, Jo and the twins". English. Nothing is owned. Pure; any thread. */
#ifndef DG_COUNT_LIST_H
#define DG_COUNT_LIST_H

#include "intents/recogniser.h"

struct dg_count_list {
    size_t first; /* bytes of the first in the list: the count stands for it alone, so that the others are heard as people */
    size_t len; /* bytes of the whole list */
    double heads;
};

/* Whether a list in which the one who speaks is named begins at `at`, an "and" or "+" in it and nothing behind it. */
bool dg_count_list(struct dg_count_list *out, const struct dg_scan *scan, size_t at);

#endif
