/* What the words beside a number make of it: 验证码, 订单号, "tracking", "call". Shared by the recognisers of contacts and codes.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_CODE_CUE_H
#define DG_CODE_CUE_H

#include "intents/recogniser.h"

enum dg_code_cue {
    DG_CUE_NONE,
    DG_CUE_SECRET, /* verification codes, passwords, pickup codes */
    DG_CUE_ORDER, /* orders, bookings, tickets, accounts */
    DG_CUE_MEETING, /* the number of a video meeting */
    DG_CUE_PARCEL,
    DG_CUE_PHONE,
    DG_CUE_FLIGHT,
    DG_CUE_TRAIN,
    DG_CUE_BUS,
};

/* The nearest cue in the few words before byte `at` of the folded text, in the same sentence. */
enum dg_code_cue dg_code_cue_before(const struct dg_scan *scan, size_t at);
/* Whether a cue ends right before byte `at`, but for a blank or a # between. */
bool dg_code_cue_touches(const struct dg_scan *scan, size_t at);
/* The nearest cue in the few words after it. */
enum dg_code_cue dg_code_cue_after(const struct dg_scan *scan, size_t at);

#endif
