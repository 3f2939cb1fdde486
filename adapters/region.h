/* Whose services make sense: those of mainland China or those of elsewhere. Told by the places of the intent, else by where
 * the person is, else by the zone of the request, else by the language of the talk.
 * The last two functions fit the `serves` member of an adapter; both say yes where nothing tells. Pure; any thread. */
#ifndef DG_REGION_H
#define DG_REGION_H

#include "intents/types.h"

enum dg_region { DG_REGION_UNKNOWN, DG_REGION_CHINA, DG_REGION_ELSEWHERE };

/* A trip that touches China at one end is China's. */
enum dg_region dg_region_of(const struct dg_intent *intent, const struct dg_context *ctx);

/* A stretch of the earth, in degrees. */
struct dg_box {
    double south, north, west, east;
};
/* For services of a few countries: whether the place of `slot`, else that of the person, lies in one of the boxes (ended by a
 * zeroed one) and not in mainland China. No where neither is known. */
bool dg_region_within(
        const struct dg_intent *intent, const struct dg_context *ctx, const char *slot, const struct dg_box *boxes);

bool dg_region_china(const struct dg_intent *intent, const struct dg_context *ctx);
bool dg_region_elsewhere(const struct dg_intent *intent, const struct dg_context *ctx);

#endif
