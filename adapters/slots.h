/* What the slots of an intent hold, by type, as adapters want to read it.
 * All results are borrowed from the intent. Pure; any thread. */
#ifndef DG_SLOTS_H
#define DG_SLOTS_H

#include "intents/types.h"

/* NULL where the slot is not filled (a time also where it has no start). */
const struct dg_place *dg_slot_place(const struct dg_intent *intent, const char *name);
const struct dg_time *dg_slot_time(const struct dg_intent *intent, const char *name);
/* A Text, Person or Code; empty where the slot is not filled. */
struct dg_str dg_slot_text(const struct dg_intent *intent, const char *name);
/* A Count from 1 to `most`; `otherwise` where the slot is not filled or holds another number. */
int dg_slot_count(const struct dg_intent *intent, const char *name, int otherwise, int most);

/* A word that people use, in lower case, and what a provider calls it. */
struct dg_term {
    const char *word, *code;
};
/* The code of the longest of the words that stands in the text of a slot; empty where none does, or it is not filled. */
struct dg_str dg_slot_term(
        const struct dg_intent *intent, const char *name, const struct dg_term *terms, size_t term_count);

#endif
