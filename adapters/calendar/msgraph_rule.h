/* A repetition as Microsoft Graph writes it (patternedRecurrence), out of a rule of RFC 5545 §3.3.10.
 * Borrows from the event; nothing is kept. Any thread. */
#ifndef DG_MSGRAPH_RULE_H
#define DG_MSGRAPH_RULE_H

#include "adapters/calendar/event.h"

#include <jansson.h>

/* {"pattern", "range"} that names the same days as the event's rule; new reference. NULL where there is no such pattern: more
 * often than daily, several days of a month, a day that not every month has (Graph would take the month's last one). */
json_t *msgraph_recurrence(struct dg_arena *arena, const struct dg_event *event);

#endif
