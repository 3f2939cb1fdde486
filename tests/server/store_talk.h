/* Speaking to a store as a test does: ask, run the loop until the answer has come, look at it.
 * A talk owns its loop and the copies of the last answer, which live until the next question. One thread. */
#ifndef DG_STORE_TALK_H
#define DG_STORE_TALK_H

#include "intents/arena.h"
#include "server/store.h"

enum { TALK_RECORDS_MAX = 4096 };

struct talk {
    struct dg_loop *loop;
    struct dg_store *store;
    struct dg_timer *guard;
    struct dg_arena *arena;
    int answers, wanted; /* the loop stops when that many have come */
    int changes, wanted_changes;
    bool late;
    enum dg_status status;
    struct dg_record records[TALK_RECORDS_MAX];
    size_t count;
};

/* NULL and a noted failure when the store does not open. */
struct talk *talk_create(struct dg_store *(*open)(struct dg_loop *loop));
void talk_destroy(struct talk *t);

/* For calls made by hand: dg_store_done and the watch's `changed`, each with the talk as owner. */
void talk_hear(void *owner, enum dg_status status, const struct dg_record *records, size_t count);
void talk_change(void *owner);
/* Runs until so many answers or changes have come since the last wait, or for `limit_ms`: then false. */
bool talk_wait(struct talk *t, int answers, int limit_ms);
bool talk_wait_change(struct talk *t, int changes, int limit_ms);
/* Lets the loop run. */
void talk_pass(struct talk *t, int ms);

enum dg_status talk_get(struct talk *t, const char *group, const char *field);
enum dg_status talk_list(struct talk *t, const char *group, const char *prefix);
enum dg_status talk_put(struct talk *t, const char *group, const char *field, struct dg_str value, uint64_t expected);
enum dg_status talk_put_all(
        struct talk *t, const char *group, const struct dg_store_put *puts, size_t count, uint32_t ttl_s);
/* Puts "after" in field "f" until it succeeds, for at most `limit_ms`: during a failover some are refused. */
bool talk_put_at_last(struct talk *t, const char *group, int limit_ms);
/* One record, safely. */
enum dg_status talk_put_safely(struct talk *t, const char *group, const char *field, uint64_t expected);
enum dg_status talk_forget(struct talk *t, const char *group);
enum dg_status talk_ping(struct talk *t);
/* Asks until it answers DG_OK, for at most `limit_ms`. */
bool talk_until_up(struct talk *t, int limit_ms);

#endif
