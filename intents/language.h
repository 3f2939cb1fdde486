/* The language that most of a talk is written in.
 * Nothing is owned; pure; any thread. */
#ifndef DG_LANGUAGE_H
#define DG_LANGUAGE_H

#include "intents/types.h"

/* Chinese characters are weighed against words of Latin letters; links, numbers and emoji count for neither.
 * DG_LANG_UNKNOWN when there is nothing to weigh. */
enum dg_language dg_language_detect(const struct dg_talk *talk);

#endif
