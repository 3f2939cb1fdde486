/* Whether an adapter does what its manifest says, here and now: with this build's reader and without a network.
 * The test owns its arena and zones; the lexicon is borrowed. One thread. */
#ifndef DG_SELF_TEST_H
#define DG_SELF_TEST_H

#include "adapters/adapter.h"
#include "intents/lexicon.h"

struct dg_self_test;

/* NULL: out of memory. */
struct dg_self_test *dg_self_test_create(const struct dg_lexicon *lexicon);
void dg_self_test_destroy(struct dg_self_test *t);

/* DG_OK | DG_INTERNAL: `why` says which example did not hold. */
enum dg_status dg_self_test_run(struct dg_self_test *t, const struct dg_adapter *adapter, struct dg_problem *why);

#endif
