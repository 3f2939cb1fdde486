/* Who changes a drag: on one lane one request after the other, in the order in which they came, also where what came first
 * takes long. (Between lanes and servers the record's version decides, and who loses begins anew.)
 * A dg_drag_turns belongs to its lane and is used on its thread; a dg_drag_turn belongs to who takes it, and stays until it is given back
 * or refused. */
#ifndef DG_DRAG_TURNS_H
#define DG_DRAG_TURNS_H

#include "server/ids.h"

enum {
    DG_DRAG_TURNS_BUCKETS = 64,
    DG_DRAG_TURNS_MAX = 16
}; /* the second: for one drag, the one that has it among them */

struct dg_drag_turn {
    struct dg_drag_turn *next;
    struct dg_drag_id drag;
    void (*then)(void *owner, bool yours); /* false: the lane ends */
    void *owner;
    bool taken;
};

/* Zeroes are one. */
struct dg_drag_turns {
    struct dg_drag_turn
            *first[DG_DRAG_TURNS_BUCKETS]; /* of drags that fall together: who has his turn before who waits for it */
    bool closed;
};

/* `then` is called once, perhaps before this returns. False: too many wait for this drag already; nothing is called. */
DG_MUST_USE bool dg_drag_turn_take(struct dg_drag_turns *turns, struct dg_drag_turn *turn,
        const struct dg_drag_id *drag, void (*then)(void *owner, bool yours), void *owner);
/* The next has his, at once. A turn that is not taken is harmless. */
void dg_drag_turn_give(struct dg_drag_turns *turns, struct dg_drag_turn *turn);
/* Whoever waits is told that there will be no turn, and so is whoever comes later. */
void dg_drag_turns_close(struct dg_drag_turns *turns);

#endif
