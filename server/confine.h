/* What the process gives up for good before it serves anybody: of the file system it keeps what it needs to read and the
 * one folder that it writes (Landlock), of the system's calls those that a server has no use for and an intruder has
 * (seccomp), and core dumps, which would hold what people wrote. Called once, before there are threads: the limits are
 * inherited by every thread begun later. */
#ifndef DG_CONFINE_H
#define DG_CONFINE_H

#include "server/config.h"

/* What took hold; a kernel without one of the two is served as well as it can be. */
struct dg_confined {
    bool files, calls;
};

struct dg_confined dg_confine(const struct dg_config *config);

#endif
