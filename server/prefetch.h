/* Asking the services while the finger still moves: each fresh task of a stored drag runs in the background, with its own
 * deadline, and its answer becomes a record of the drag's group, for whichever server the drop comes to.
 * Belongs to the lane's thread; what is under way is owned by the lane's errands. */
#ifndef DG_PREFETCH_H
#define DG_PREFETCH_H

#include "server/drag.h"

/* One drag's tasks, while it is asked whether its caller may still have them. In the memory of who starts them. */
struct dg_prefetch {
    struct dg_lane *lane;
    struct dg_drag *drag;
    size_t awaited;
    struct dg_prefetch_leave {
        struct dg_prefetch *of;
        bool refused;
    } leaves[DG_DRAG_TASKS_MAX];
    void (*then)(void *owner);
    void *owner;
};

/* Starts every fresh task of the drag and marks it as started; `then` is called once that is done, perhaps before this returns.
 * Drag and `prefetch` must stay until then; nothing of them is borrowed any longer. */
void dg_prefetch_start(struct dg_prefetch *prefetch, struct dg_lane *lane, struct dg_drag *drag,
        void (*then)(void *owner), void *owner);

#endif
