/* The smallest test library that says what failed: TAP on standard output, one line a test.
 * A test program lists its tests in main: dg_run("an accepted counter replaces the time", test); ... return dg_done();
 * One thread; the counters live in check.c for the life of the program. */
#ifndef DG_CHECK_H
#define DG_CHECK_H

#include "intents/str.h"

/* Runs one test and prints `ok N - name` or `not ok N - name` after the notes of what failed in it. */
void dg_run(const char *name, void (*test)(void));
/* Prints the plan; 0 when all passed, else 1. */
int dg_done(void);

/* Each notes a failure with its place and returns whether it held. `format` says what was being looked at. */
bool dg_check_at(const char *file, int line, bool held, const char *format, ...) __attribute__((format(printf, 4, 5)));
bool dg_check_str_at(const char *file, int line, struct dg_str got, const char *want, const char *about);
bool dg_check_int_at(const char *file, int line, long long got, long long want, const char *about);

#define DG_CHECK(held, ...) dg_check_at(__FILE__, __LINE__, (held), __VA_ARGS__)
#define DG_CHECK_STR(got, want, about) dg_check_str_at(__FILE__, __LINE__, (got), (want), (about))
#define DG_CHECK_INT(got, want, about) dg_check_int_at(__FILE__, __LINE__, (got), (want), (about))

#endif
