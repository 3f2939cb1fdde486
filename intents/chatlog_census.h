/* A first look at all lines of a paste: which app's forms begin its messages, how its dates are to be read.
 * Inside of chatlog.c and its parts only. Nothing is kept but numbers. Pure; any thread. */
#ifndef DG_CHATLOG_CENSUS_H
#define DG_CHATLOG_CENSUS_H

#include "intents/chatlog_line.h"

/* How a name and a stamp on two lines stand to each other. */
enum dg_pairing {
    DG_PAIRS_NONE,
    DG_PAIRS_NAME_ABOVE, /* Ann Lee, below it 5:40 AM: Slack, WeChat on a Mac */
    DG_PAIRS_NAME_BELOW, /* May 18, 2024  5:40:12 PM, below it Ann Lee: exports of iMessage */
};

struct dg_census {
    size_t forms[DG_LINE_FORMS];
    size_t lines; /* that are somebody's words or a head */
    size_t noise; /* of a screen: dg_screen_is_noise */
    size_t after_blank; /* lines "name stamp" below a blank one */
    size_t named_above, named_below; /* stamps beside a name */
    size_t indented; /* of those named above: the stamp begins with a blank */
    bool dated; /* the first head has a date */
    enum dg_line_form first;
    struct dg_stamp stamp; /* the first that has a line of its own */
    size_t longest; /* width of the longest line of words, see dg_screen_width */
    bool day_first, month_first; /* a date was seen that leaves no choice */
    struct dg_stamp open; /* the last date that leaves one */
};

/* Looks at every line; the arena is given back as it was. */
void dg_census_take(
        struct dg_census *out, struct dg_str paste, const struct dg_lexicon *lexicon, struct dg_arena *arena);
/* A bit per form (1 << form): a message begins at such a line. 0: the paste is no chat. */
unsigned dg_census_heads(const struct dg_census *seen);
enum dg_pairing dg_census_pairs(const struct dg_census *seen);
/* 02/09: what the paste shows, else the region's habit, else whichever is the later day that is not ahead of now. */
bool dg_census_day_first(const struct dg_census *seen, const struct dg_context *ctx);

#endif
