/* Runs the recognisers over one text and prints what they found, so that a case is a line.
 * The printed text belongs to the scan; dg_scan_close frees it. One thread. */
#ifndef DG_TEST_SCAN_H
#define DG_TEST_SCAN_H

#include "intents/recogniser.h"

struct dg_test_scan {
    struct dg_arena *arena;
    struct dg_zone *zone;
    struct dg_context ctx;
    struct dg_lexicon lexicon;
    struct dg_text text;
    struct dg_mentions found;
};

/* Scans at 2024-05-20T12:00:00+08:00; the language is that of the text. */
void dg_scan_open(struct dg_test_scan *scan, const char *text);
void dg_scan_close(struct dg_test_scan *scan);

/* Mentions of `type` that score at least `least`, in order, separated by "; ", each as the printer writes it. */
struct dg_str dg_scan_print(struct dg_test_scan *scan, enum dg_mention_type type, double least,
        struct dg_str (*print)(struct dg_test_scan *, const struct dg_mention *));
/* The words of a mention as they stand in the text. */
struct dg_str dg_scan_words(struct dg_test_scan *scan, const struct dg_mention *m);

/* One case: the text, and what is expected of dg_scan_print. */
struct dg_scan_case {
    const char *text, *expected;
};
void dg_scan_check(const struct dg_scan_case *cases, size_t count, enum dg_mention_type type, double least,
        struct dg_str (*print)(struct dg_test_scan *, const struct dg_mention *));

#endif
