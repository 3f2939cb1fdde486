/* What one caller may ask of this server: requests, reading, which is the work of them, and questions to providers ahead of a
 * drop, which cost them money; and how often one address may knock without credentials. Shared by all lanes; any thread. */
#ifndef DG_LIMITS_H
#define DG_LIMITS_H

#include "server/address.h"
#include "server/config.h"
#include "server/rate.h"

struct dg_limits {
    struct dg_rate *requests, *reading, *prefetches, *refusals; /* owned; NULL: no limit */
    bool callers_known; /* else everybody is "dev", whose requests are not counted */
};

/* False: out of memory. */
bool dg_limits_init(struct dg_limits *limits, const struct dg_config *config);
void dg_limits_finish(struct dg_limits *limits);

/* `of` is one of the rates; without it everything is granted (quota 0: there is nothing to say about it). */
struct dg_rate_verdict dg_limits_take(struct dg_rate *of, struct dg_str who);
struct dg_rate_verdict dg_limits_take_address(struct dg_rate *of, const struct dg_address *who);

/* Reading costs by the length of what is read, which only shows later: who owes is refused, whose turn it is is charged for each
 * whole KiB that he sent or made the server read again. */
struct dg_rate_verdict dg_limits_ask_reading(const struct dg_limits *limits, struct dg_str caller);
void dg_limits_charge_reading(const struct dg_limits *limits, struct dg_str caller, size_t bytes);

#endif
