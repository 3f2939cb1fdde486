/* What the process gives up for good before it serves anybody: of the file system it keeps what it needs to read and the
 * one folder that it writes (Landlock), of the system's calls those that a server has no use for and an intruder has
 * (seccomp), being traced, and core dumps. Called once, before there are threads: the limits are
 * inherited by every thread begun later. */
#ifndef DG_CONFINE_H
#define DG_CONFINE_H

#include "server/config.h"

/* What took hold; a kernel without one of the two is served as well as it can be. */
struct dg_confined {
    bool files, calls;
};

/* What holds also where nothing is confined: should the process dump its core, no memory is in it. */
void dg_confine_cores(void);

struct dg_confined dg_confine(const struct dg_config *config);

#endif
