/* The lane's loop as the transport wants it (adapters/transport.h), so that curl's descriptors and timer live on it.
 * Belongs to the loop's thread; its owner destroys it after the transport and before the loop. */
#ifndef DG_TRANSPORT_LOOP_H
#define DG_TRANSPORT_LOOP_H

#include "adapters/transport.h"
#include "server/loop.h"

struct dg_transport_bridge;

struct dg_transport_bridge *dg_transport_bridge_create(struct dg_loop *loop); /* NULL: out of memory */
void dg_transport_bridge_destroy(struct dg_transport_bridge *bridge); /* NULL is harmless */
/* What dg_transport_create is given; borrows the bridge. */
struct dg_transport_loop dg_transport_bridge_loop(struct dg_transport_bridge *bridge);

#endif
