/* A server that speaks Redis's protocol and says what the test has it say, when the test has it say so: on a port of 127.0.0.1, with a
 * thread of its own for all its connections. The test owns it; what it has heard is asked from the test's thread. */
#ifndef DG_REDIS_ACTOR_H
#define DG_REDIS_ACTOR_H

#include <stdbool.h>
#include <stdint.h>

struct redis_actor;

/* Writes the answer to `fd`; on the actor's thread. `command`: its words, joined by blanks. False: not now, this one and those behind
 * it on the same connection are asked about again with redis_actor_go_on. */
typedef bool redis_actor_answer(void *owner, int fd, const char *command);

struct redis_actor *redis_actor_create(redis_actor_answer *answer, void *owner);
void redis_actor_destroy(struct redis_actor *actor);
uint16_t redis_actor_port(const struct redis_actor *actor);
void redis_actor_go_on(struct redis_actor *actor);

/* False: not all of it could be written, since the other side has gone. */
bool redis_actor_say(int fd, const char *text);
/* What a store asks of every server that it connects to (PING, SCRIPT LOAD): answered as a Redis would. False: it is something else. */
bool redis_actor_greet(int fd, const char *command);

#endif
