/* Real Redis servers and Sentinels that belong together: each its own process on a free port of 127.0.0.1, with its files in one
 * folder of the group. They end with the test program, also when that crashes. One group; one thread. */
#ifndef DG_REDIS_GROUP_H
#define DG_REDIS_GROUP_H

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stdint.h>

enum { REDIS_GROUP_MAX = 16 };

/* Adds a member with a port of its own and the lines of its configuration ("%PORT" in them is its port). -1: there is no room.
 * It is not yet started. `sentinel`: it is one. */
int redis_group_add(bool sentinel, const char *lines);
/* Starts it (again) and waits until it listens. */
bool redis_group_start(int member);
/* Ends it at once, as a crash would. */
void redis_group_kill(int member);
/* It is there, but does not answer; or goes on. */
void redis_group_freeze(int member, bool frozen);
/* Ends all and removes the folder. */
void redis_group_finish(void);
uint16_t redis_group_port(int member);
/* The member that listens at a port; -1: none does. */
int redis_group_at(uint16_t port);

/* Runs a program with its output thrown away: true when it ends well. */
bool redis_group_run(char *const argv[]);

/* Asks a member something, with the password that it wants (NULL: none). NULL: it did not answer. The caller frees it. */
redisReply *redis_group_ask(int member, const char *password, const char *command);
/* Asks again and again until the answer, as text, holds `wanted`; false after `limit_ms`. Lists are joined with blanks. */
bool redis_group_await(int member, const char *password, const char *command, const char *wanted, int limit_ms);

#endif
