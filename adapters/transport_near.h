/* One question to a server of one's own on this machine, for commands that do nothing else: it waits, so the server itself
 * never calls it. */
#ifndef DG_TRANSPORT_NEAR_H
#define DG_TRANSPORT_NEAR_H

/* GETs `url` within `ms`, past any proxy; *status is that of the answer. The certificate is not looked at: it is for the name
 * by which clients call and not for this address, and nothing is sent that it would have to protect.
 * NULL, or why there was no answer (static text). */
const char *dg_transport_ask_near(const char *url, long ms, long *status);

#endif
