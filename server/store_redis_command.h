/* A call, as the words of the command that Redis is sent. Any thread; only store_redis*.c includes this. */
#ifndef DG_STORE_REDIS_COMMAND_H
#define DG_STORE_REDIS_COMMAND_H

#include "server/store_call.h"

enum { DG_REDIS_WORDS_MAX = 8 + 3 * DG_STORE_BATCH_MAX, DG_REDIS_SHA_CHARS = 40 };

/* A group's key, and the channel on which its changes are told: this, its name, "}". */
#define DG_REDIS_KEY_HEAD "dragoman:{"
enum { DG_REDIS_KEY_ROOM = sizeof DG_REDIS_KEY_HEAD + DG_STORE_NAME_MAX + 1 };

/* A script and the name that a server gave it; empty: not (yet) known there, so it is sent whole. */
struct dg_redis_script {
    const char *text;
    char sha[DG_REDIS_SHA_CHARS + 1];
};

/* What one server knows. */
struct dg_redis_scripts {
    struct dg_redis_script put, list, take;
};

/* The words, borrowed from the call and the scripts, and what was made for it in the call's arena. */
struct dg_redis_command {
    struct dg_arena *arena;
    const char *at[DG_REDIS_WORDS_MAX];
    size_t len[DG_REDIS_WORDS_MAX];
    int count;
};

/* Writes the key of the group, at most DG_STORE_NAME_MAX bytes long, into `out`; borrowed from there. NUL-terminated. */
struct dg_str dg_redis_key(char out[DG_REDIS_KEY_ROOM], struct dg_str group);

/* False: the call's arena is full. Each command has one key or none. */
DG_MUST_USE bool dg_redis_command_write(
        struct dg_redis_command *out, const struct dg_redis_scripts *scripts, const struct dg_call *call);

#endif
