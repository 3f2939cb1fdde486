/* A server of another origin as a child of the test: on 127.0.0.1, and gone with the test, also when that crashes.
 * One thread. */
#ifndef DG_CHILD_H
#define DG_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A port of 127.0.0.1 that nobody listens on now; 0: there is none. Not of those that the system gives to whoever asks for any: a
 * client's connection could get it before a server listens, or while one is down. */
uint16_t dg_child_free_port(void);
/* Starts argv[0] with its output thrown away and waits until it listens on `port`. 0: it could not be started. */
pid_t dg_child_start(uint16_t port, char *const argv[]);
/* Sends `signal` and waits for the end. 0 as pid is harmless. */
void dg_child_end(pid_t pid, int signal);

#endif
