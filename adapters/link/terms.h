/* Search words for a table: the venue, or the kind of food, with the area.
 * The result lives in the task's arena or is borrowed from the intent. Any thread. */
#ifndef DG_TERMS_H
#define DG_TERMS_H

#include "adapters/adapter.h"

/* Empty where neither venue, cuisine nor area is known. */
struct dg_str dg_table_terms(const struct dg_task *task, const struct dg_intent *intent);
/* "2024-02-21 19:00, 4 people, a window seat" in the talk's language, for links that cannot carry it all. */
struct dg_str dg_table_summary(const struct dg_task *task, const struct dg_intent *intent);

#endif
