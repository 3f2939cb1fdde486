/* A screen that was photographed and read by a machine: bubbles without speakers, bars and buttons around them.
 * Inside of chatlog.c and its parts only. */
#ifndef DG_CHATLOG_SCREEN_H
#define DG_CHATLOG_SCREEN_H

#include "intents/lexicon.h"

struct dg_split;

/* A status bar, a title with an arrow, a button. Pure. */
bool dg_screen_is_noise(struct dg_str line, const struct dg_lexicon *lexicon);
/* How wide a line is drawn, in halves of a Chinese character. Pure. */
size_t dg_screen_width(struct dg_str line);
/* Whether the lines of the paste are a screen. */
bool dg_screen_is(const struct dg_split *s);
/* Puts the bubbles of the screen into messages. False when there is no room. */
bool dg_screen_take(struct dg_split *s);

#endif
