/* The rule tables of the time grammar: what both languages share, and what each adds. A further language is a further
 * table beside these, and its words. Constant data. */
#ifndef DG_TIME_RULES_H
#define DG_TIME_RULES_H

#include "intents/grammar.h"

struct dg_rules dg_time_rules_any(void);
struct dg_rules dg_time_rules_en(void);
struct dg_rules dg_time_rules_zh(void);

#endif
