/* Parcel numbers: which carrier writes numbers of this shape, and whether the check digit holds.
 * Nothing is owned. Pure; any thread. */
#ifndef DG_PARCEL_H
#define DG_PARCEL_H

#include "intents/lexicon.h"

enum dg_check { DG_CHECK_NONE, /* the scheme has no check digit */ DG_CHECK_GOOD, DG_CHECK_BAD };

struct dg_parcel {
    struct dg_str carrier; /* "UPS", "顺丰"; from the table, or constant; empty: only the shape fits */
    enum dg_check check;
};

/* Whether `code` (folded: small letters and digits, no blanks) has the shape of a parcel number that needs no further
 * words to be believed: 1Z…, SF…, S10 with a good check digit, USPS's 22 digits. */
bool dg_parcel_shape(struct dg_parcel *out, struct dg_str code, const struct dg_lexicon *lexicon);
/* The check digit of a code that is known to be a parcel's, of whatever carrier. */
enum dg_check dg_parcel_check(struct dg_str code);
/* Twelve or fifteen digits whose check digit is FedEx's: one number in ten is, so other words must speak for it. */
bool dg_parcel_is_fedex(struct dg_str code);

#endif
