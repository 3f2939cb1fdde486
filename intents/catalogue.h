/* The contract's intents and slots as one constant table: what the reader fills, what the API lists.
 * Constant data; any thread. */
#ifndef DG_CATALOGUE_H
#define DG_CATALOGUE_H

#include "intents/types.h"

enum { DG_SLOTS_MAX = 12 };

struct dg_slot_schema {
    const char *name; /* NULL ends the list */
    enum dg_value_kind kind;
    bool required;
    bool many; /* an array of slot objects */
};

struct dg_intent_schema {
    const char *name; /* "ride.request" */
    const char *target; /* what a drop calls it: "ride", "table", "calendar", … */
    const char *title_en, *title_zh;
    struct dg_slot_schema slots[DG_SLOTS_MAX];
};

extern const struct dg_intent_schema dg_catalogue[];
extern const size_t dg_catalogue_count;

/* The schema called `name`, or NULL. */
const struct dg_intent_schema *dg_catalogue_find(struct dg_str name);
/* The slot of the schema, or NULL. */
const struct dg_slot_schema *dg_schema_slot(const struct dg_intent_schema *schema, const char *name);

const char *dg_value_kind_name(enum dg_value_kind kind); /* "Time", "Place", … */

#endif
