/* A real Radicale with one user, ann (password "secret"), and an empty store of its own, gone with the test.
 * One thread. */
#ifndef DG_RADICALE_H
#define DG_RADICALE_H

#include <stdbool.h>

struct dg_radicale {
    int pid;
    char base[48]; /* "http://127.0.0.1:PORT/" */
    char folder[48];
};

/* False: it could not be started. */
bool dg_radicale_init(struct dg_radicale *r);
void dg_radicale_finish(struct dg_radicale *r);

#endif
