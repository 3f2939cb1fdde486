/* Utterances cut into clauses, and what each clause does: proposes, accepts, rejects, asks, calls off.
 * "七点悬 七点半吧" is two clauses with two acts. Clauses live in the arena and borrow the messages' mentions. Pure. */
#ifndef DG_ACT_H
#define DG_ACT_H

#include "intents/activity.h"
#include "intents/recogniser.h"

/* The word classes of data/<lang>/act.tsv that stand in a clause; a bit each, 1 << (class - DG_W_ACT_ACCEPT). */
#define DG_SIGNAL(name) (1u << (DG_W_ACT_##name - DG_W_ACT_ACCEPT))

enum dg_act {
    DG_ACT_INFORM, /* values, or nothing at all */
    DG_ACT_PROPOSE,
    DG_ACT_ACCEPT,
    DG_ACT_REJECT, /* also: says what hinders */
    DG_ACT_ASK, /* a question without a value in it */
    DG_ACT_RETRACT, /* calls the whole thing off */
    DG_ACT_PAST,
    DG_ACT_UNREAL, /* hypothetical, joking */
    DG_ACT_COUNT
};

enum dg_about {
    DG_ABOUT_ANY,
    DG_ABOUT_TIME,
    DG_ABOUT_PLACE,
    DG_ABOUT_ORIGIN, /* where one is fetched, or sets out */
    DG_ABOUT_HERE, /* where one is: fetched there, if it is a ride that is talked of */
    DG_ABOUT_PRICE,
    DG_ABOUT_ACTIVITY,
    DG_ABOUT_PEOPLE,
    DG_ABOUT_FORMER,
    DG_ABOUT_EARLIER, /* of the times put forward */
    DG_ABOUT_LATER,
    DG_ABOUT_BACK /* the way home */
};

struct dg_clause {
    uint32_t message;
    uint32_t start, end; /* bytes of the folded text */
    enum dg_act act;
    unsigned signals; /* DG_SIGNAL bits */
    bool learned; /* the act is not what the words say by rule (intents/act_review.h) */
    bool question;
    bool stands; /* "still on": of what was arranged before */
    bool bare_reject; /* the rejection is the clause, or its edge: it needs no value beside it */
    enum dg_about reject_about, ask_about, same_about;
    const struct dg_mention *mentions;
    size_t mention_count;
    const struct dg_activity *activity; /* named in the clause, or NULL */
    int activity_strength; /* 1 hints, 2 says, 3 asks for the service */
    uint32_t activity_start, activity_end;
    struct dg_str task; /* the intent that the words ask for by name, or empty */
    uint32_t task_end; /* where those words end */
    uint32_t except_end; /* where an "anything but" ends; 0 when there is none */
    uint32_t change_end; /* where a "moved to" ends; 0 when there is none */
    uint32_t aim_end; /* where an "in time for" ends; 0 when there is none */
    uint32_t back_at; /* where the way back, or the leaving of the hotel, is said; UINT32_MAX when it is not */
};

struct dg_clauses {
    struct dg_clause *at;
    size_t count;
};

/* The clauses of a message in order. False only when the arena is full. */
bool dg_act_clauses(struct dg_clauses *out, const struct dg_text *text, uint32_t message, struct dg_mentions mentions,
        const struct dg_lexicon *lexicon, struct dg_arena *arena);

const char *dg_act_name(enum dg_act act);

#endif
