/* Talks to learn from, in the plain form that learn/prepare.py writes: a message a line, an empty line after each talk.
 * A line: language ("zh", "en"), weight (how often it counts), names as "start-end:LABEL" in bytes of the text joined by
 * blanks ("-" for none, "?" when nobody marked it: it is only read as what came before), the text; tabs between. */
#ifndef DG_LEARN_TALKS_H
#define DG_LEARN_TALKS_H

#include "intents/name_model.h"
#include "intents/types.h"

enum { DG_MARKS_MAX = 24 };

struct dg_mark_span {
    uint32_t start, end; /* bytes of the text */
    enum dg_name_label label;
};

struct dg_example {
    struct dg_str text;
    enum dg_language language;
    uint32_t talk; /* number of the talk */
    int weight;
    bool marked;
    struct dg_mark_span marks[DG_MARKS_MAX];
    size_t mark_count;
};

struct dg_examples {
    struct dg_example *at;
    size_t count, talks;
};

/* Reads all of standard input; ends the program with a message at a line that is not of the form. Never given back. */
struct dg_examples dg_talks_read(void);

#endif
