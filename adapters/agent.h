/* One adapter as the transport sees it: its circuit breaker and its figures.
 * Agents are made when first named and live as long as their transport, on its thread. */
#ifndef DG_AGENT_H
#define DG_AGENT_H

#include "adapters/transport.h"

#include <sys/queue.h>

struct dg_agent {
    LIST_ENTRY(dg_agent) others;
    char *name;
    struct dg_breaker breaker;
    struct dg_transport_figures figures;
};

LIST_HEAD(dg_agents, dg_agent); /* all zeroes is an empty list */

struct dg_agent *dg_agents_find(const struct dg_agents *agents, const char *name); /* NULL: not named before */
struct dg_agent *dg_agents_get(struct dg_agents *agents, const char *name); /* NULL: out of memory */
void dg_agents_finish(struct dg_agents *agents);

#endif
