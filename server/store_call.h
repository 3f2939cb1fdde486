/* The calls that a store has taken and not yet answered. Each is a copy of what was asked, has a deadline, counts towards the
 * store's bounds, and ends exactly once, whatever happens to the database.
 * A book and its calls belong to the loop's thread. A store may lend a call to a worker: until dg_call_return the worker
 * alone uses its `arena` and `answer`, and nobody else may touch them. */
#ifndef DG_STORE_CALL_H
#define DG_STORE_CALL_H

#include "intents/arena.h"
#include "server/store.h"

#include <stdatomic.h>

enum { DG_STORE_BYTES_MAX = 64 * 1024 * 1024, DG_STORE_CALLS_MAX = 8192 };

enum dg_verb { DG_VERB_GET, DG_VERB_LIST, DG_VERB_PUT, DG_VERB_FORGET, DG_VERB_TAKE, DG_VERB_PING };

struct dg_answer {
    enum dg_status status;
    struct dg_record *records;
    size_t count;
};

struct dg_call {
    struct dg_call *next; /* in a queue of the store's */
    void *asker; /* for the store */
    struct dg_call *older, *newer; /* for the book */
    uint16_t slot; /* for a store of several servers: which shard has it, */
    uint16_t hops; /* how often it was sent on, */
    bool asking; /* and that it goes where its shard is moving to */
    bool safely; /* a put that copies must be made of */
    struct dg_arena *arena; /* holds what was asked; the answer may go there too */
    enum dg_verb verb;
    struct dg_str group;
    struct dg_store_put *puts; /* get: the fields; list: one field, the prefix; put: all of it;
                                   take: the interval as field, the depth as value */
    size_t count;
    uint32_t ttl_s;
    struct dg_answer answer; /* for the store */
    size_t bytes;
    uint64_t deadline_ms;
    dg_store_done *done;
    void *owner;
    enum dg_status end; /* how it ended, while it waits to be told */
    bool lent, told;
    atomic_bool given_up; /* the caller has its answer: a worker need not begin */
};

struct dg_calls {
    struct dg_loop *loop;
    struct dg_timer *turn, *clock;
    struct dg_call *oldest, *newest; /* unanswered */
    struct dg_call *ended, **last_ended; /* to be told in the next turn */
    size_t count, bytes;
    uint64_t limit_ms;
    void (*overdue)(void *owner);
    void *owner;
};

/* Every call ends within `limit_ms` (and a tenth). `overdue`, which may be NULL, hears that some have just been given up. */
DG_MUST_USE bool dg_calls_init(
        struct dg_calls *calls, struct dg_loop *loop, uint32_t limit_ms, void (*overdue)(void *owner), void *owner);
/* Tells everybody who still waits DG_UNAVAILABLE. No call may be lent any more. Zeroes are harmless. */
void dg_calls_finish(struct dg_calls *calls);

/* What is asked of a store; nothing of it need outlive the call below. */
struct dg_question {
    enum dg_verb verb;
    struct dg_str group;
    const struct dg_str *fields; /* get, list */
    const struct dg_store_put *puts; /* put, take */
    size_t count;
    uint32_t ttl_s;
    bool safely;
};

/* Copies a question. NULL: refused (a bound), which the caller is told in the next turn. */
struct dg_call *dg_calls_take(
        struct dg_calls *calls, const struct dg_question *question, dg_store_done *done, void *owner);

/* Ends a call without records: it is told in the next turn. Nothing happens to one that has ended. */
void dg_call_end(struct dg_calls *calls, struct dg_call *call, enum dg_status status);
/* Tells the answer now; only from the store's own turn on the loop. The call is freed. */
void dg_call_tell(struct dg_calls *calls, struct dg_call *call, const struct dg_answer *answer);

void dg_call_lend(struct dg_call *call);
/* Takes a call back from a worker. False: it had ended meanwhile and is no more. */
DG_MUST_USE bool dg_call_return(struct dg_calls *calls, struct dg_call *call);

/* A list of calls in the order made, linked by `next`: for a store's own use. */
struct dg_queue {
    struct dg_call *first, **last;
};

void dg_queue_init(struct dg_queue *q);
void dg_queue_push(struct dg_queue *q, struct dg_call *call);
/* The first `most` calls as a list of their own; NULL: none. */
struct dg_call *dg_queue_take(struct dg_queue *q, size_t most);

#endif
