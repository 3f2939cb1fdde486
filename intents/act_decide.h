/* Which of a clause's words decides what it does. Part of act.c, which notes the words. Pure. */
#ifndef DG_ACT_DECIDE_H
#define DG_ACT_DECIDE_H

#include "intents/act.h"

enum {
    DG_ACT_STRENGTH_ASKS = 3, /* of a word that asks for the service */
    DG_ACT_NOT_REACH_BYTES = 8, /* how far before a word its "not" may end: 别再订, don't ever book */
};

/* A clause whose words are noted. */
struct dg_said {
    const struct dg_clause *clause;
    uint32_t first; /* of the clause without marks and blanks at its edges */
    uint32_t not_end; /* where the last "not" ended; 0 when there was none */
};

/* The first act that holds of it. */
enum dg_act dg_clause_act(const struct dg_said *said);

/* Whether a time is said in it, whatever it is the time of. */
bool dg_clause_names_time(const struct dg_clause *clause);

#endif
