/* Stand-ins until the drag's handlers and the store are there. */
#include "server/api.h"
#include "server/reply.h"

#include <stdlib.h>

#define ABSENT(name) \
    void name(struct dg_lane *lane, struct dg_exchange *ex) \
    { \
        (void)lane; \
        dg_reply_problem(ex, DG_UNAVAILABLE, "not built yet"); \
    }

ABSENT(dg_api_drag_start)
ABSENT(dg_api_drag_read)
ABSENT(dg_api_drag_extend)
ABSENT(dg_api_drag_drop)
ABSENT(dg_api_drag_hover)
ABSENT(dg_api_drag_correct)
ABSENT(dg_api_session_read)
ABSENT(dg_api_session_forget)
ABSENT(dg_api_action_read)
ABSENT(dg_api_action_confirm)
ABSENT(dg_api_action_cancel)
