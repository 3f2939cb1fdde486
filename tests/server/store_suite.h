/* What every store must do, whichever it is: one suite that all of them pass. */
#ifndef DG_STORE_SUITE_H
#define DG_STORE_SUITE_H

#include "tests/server/store_talk.h"

/* `open` connects once more to the one database that the test program has prepared; tests use groups of their own.
 * `kind` begins the tests' names. */
void store_suite(const char *kind, struct dg_store *(*open)(struct dg_loop *loop));

#endif
