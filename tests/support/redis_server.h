/* A real redis-server for a test: its own process on a free port of 127.0.0.1, in a folder of its own, that ends with the
 * test program, also when that crashes. One at a time; one thread. */
#ifndef DG_REDIS_SERVER_H
#define DG_REDIS_SERVER_H

#include <stdbool.h>
#include <stdint.h>

/* Starts it with the given password (NULL: none) and waits until it listens. False: it could not be started. */
bool redis_server_start(const char *password);
/* Ends it at once, as a crash would, or politely. Its port stays the same for the next start. */
void redis_server_kill(void);
void redis_server_stop(void);
/* Freezes it and lets it go on: it is there, but does not answer. */
void redis_server_freeze(bool frozen);
uint16_t redis_server_port(void);

#endif
