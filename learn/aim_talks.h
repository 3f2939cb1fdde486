/* Talks with what they ask for first, as learn/prepare_aims.py writes them: for each talk a line "weight TAB fold TAB
 * aim|aim…", then its messages ("M TAB speaker TAB text") or a raw paste ("P TAB text", its line ends as \n), then an empty
 * line. Any of the aims is right. A fold below 0 is never held out. */
#ifndef DG_LEARN_AIM_TALKS_H
#define DG_LEARN_AIM_TALKS_H

#include "intents/aim.h"

struct dg_aim_talk {
    float weight;
    int fold;
    uint32_t aims; /* a bit each */
    uint16_t *features; /* each place once */
    size_t count;
};

struct dg_aim_talks {
    struct dg_aim_talk *at;
    size_t count;
};

/* Reads standard input to its end, as the reader itself would hear it. A line that cannot be read ends the program with its
 * number. Never given back. */
struct dg_aim_talks dg_aim_talks_read(void);

#endif
