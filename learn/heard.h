/* Talks with what is to be learned of them, as learn/prepare_aims.py and learn/prepare_acts.py write them: for each talk a line
 * "weight TAB fold TAB labels", then its messages ("M TAB speaker TAB text") or a raw paste ("P TAB text", its line ends as
 * \n), then an empty line. A fold below 0 is never held out. */
#ifndef DG_LEARN_HEARD_H
#define DG_LEARN_HEARD_H

#include "intents/hear.h"

struct dg_heard_talk {
    float weight;
    int fold;
    size_t line; /* where it begins */
    const char *labels;
};

/* Gets each talk as the reader itself would hear it; all of it is gone when this returns. */
typedef void (*dg_heard_each)(
        void *owner, const struct dg_heard_talk *talk, const struct dg_hearing *hearing, struct dg_arena *arena);

/* Reads standard input to its end. A line that cannot be read ends the program with its number. */
void dg_heard_read(dg_heard_each each, void *owner);

/* Says where the talk that cannot be learned from begins and what is wrong, and ends the program. */
_Noreturn void dg_heard_refuse(const struct dg_heard_talk *talk, const char *why);

#endif
