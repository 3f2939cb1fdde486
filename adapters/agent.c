#include "adapters/agent.h"

#include <stdlib.h>

struct dg_agent *dg_agents_find(const struct dg_agents *agents, const char *name)
{
    for (struct dg_agent *a = LIST_FIRST(agents); a; a = LIST_NEXT(a, others)) {
        if (strcmp(a->name, name) == 0)
            return a;
    }
    return NULL;
}

struct dg_agent *dg_agents_get(struct dg_agents *agents, const char *name)
{
    struct dg_agent *a = dg_agents_find(agents, name);
    if (a)
        return a;
    a = calloc(1, sizeof *a);
    if (!a || !(a->name = strdup(name))) {
        free(a);
        return NULL;
    }
    LIST_INSERT_HEAD(agents, a, others);
    return a;
}

void dg_agents_finish(struct dg_agents *agents)
{
    struct dg_agent *a;
    while ((a = LIST_FIRST(agents))) {
        LIST_REMOVE(a, others);
        free(a->name);
        free(a);
    }
}
