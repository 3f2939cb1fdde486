/* Redis's reply to a call, as the answer to it. The records borrow from the reply. Any thread; only store_redis*.c and its
 * fuzzer include this. */
#ifndef DG_STORE_REDIS_REPLY_H
#define DG_STORE_REDIS_REPLY_H

#include "server/store_redis.h"

#include <hiredis/hiredis.h>

/* The records' array lives in the call's arena. A reply of another shape than the call asks for (also an error) gives
 * DG_UNAVAILABLE. */
struct dg_answer dg_redis_reply_read(struct dg_call *call, const redisReply *reply);

/* The script that was called is not (any longer) known there. */
bool dg_redis_reply_lacks_script(const redisReply *reply);
/* It was the primary once, and is a replica now. */
bool dg_redis_reply_is_read_only(const redisReply *reply);
/* To a Sentinel's get-master-addr-by-name: host and port. False: it knows none, or is none. */
bool dg_redis_reply_read_peer(const redisReply *reply, struct dg_redis_peer *out);
/* It wants to see a password first. */
bool dg_redis_reply_wants_login(const redisReply *reply);
/* To ROLE. */
bool dg_redis_reply_is_master(const redisReply *reply);

#endif
