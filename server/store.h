/* The store: groups of versioned records that expire. A session, its drags, offers and actions are one group, so that they
 * live on one shard, are changed together or not at all, and are forgotten with one call.
 * A store object belongs to one loop (several may share one database); its calls return at once and answer by callback,
 * exactly once, in a later turn on that loop, also when the store is away. Slices handed to a callback live until it
 * returns; slices given to a call are copied before it returns. What is asked of one store object is done in the order asked.
 * Groups and fields are names of 1 to 256 bytes of UTF-8 without NUL. The process must ignore SIGPIPE. */
#ifndef DG_STORE_H
#define DG_STORE_H

#include "intents/status.h"
#include "server/loop.h"

#include <stdint.h>

enum {
    DG_STORE_BATCH_MAX = 64,
    DG_STORE_NAME_MAX = 256,
    DG_RECORD_BYTES_MAX = 8 * 1024 * 1024,
    DG_STORE_COPIES_MAX = 16,
    DG_SEAL_BYTES = 64, /* what a seal may add to a record, see store_sealed.h */
};

struct dg_record {
    struct dg_str field; /* "session", "drag/…", "offers/…", "action/…" */
    struct dg_str value; /* JSON text */
    uint64_t version; /* 1 at first, one more at each change; 0: no such record */
};

#define DG_STORE_COPIES_USUAL UINT32_MAX /* as many as the kind of store suggests */

/* What a put expects of the record's version. */
#define DG_VERSION_ANY UINT64_MAX
#define DG_VERSION_NONE UINT64_C(0) /* must not exist yet */

struct dg_store_put {
    struct dg_str field, value;
    uint64_t expected;
};

/* DG_OK | DG_UNAVAILABLE (no answer in time, or too much is waiting already; a put or forget may then have been done or
 * not) | DG_TOO_BIG (a bound) | puts: DG_CONFLICT (a version was not as expected: nothing was written), DG_FULL (there is no
 * room: nothing was written).
 * Records come in the order asked for; a missing one has version 0. */
typedef void dg_store_done(void *owner, enum dg_status status, const struct dg_record *records, size_t count);

struct dg_store;
struct dg_store_watch;

struct dg_store_ops {
    const char *name; /* "sqlite" */
    /* Not from within a callback. Whoever still waits is answered before it returns; watches end. */
    void (*destroy)(struct dg_store *);
    void (*get)(struct dg_store *, struct dg_str group, const struct dg_str *fields, size_t count, dg_store_done *,
            void *owner);
    /* every record of the group whose field starts with `prefix`, in the bytewise order of their fields */
    void (*list)(struct dg_store *, struct dg_str group, struct dg_str prefix, dg_store_done *, void *owner);
    /* all of them or none, no field twice; the group's life is set to `ttl_s` from now (0: until it is forgotten). Records in the callback carry the new versions and
     * no values; on DG_CONFLICT the versions found */
    void (*put)(struct dg_store *, struct dg_str group, const struct dg_store_put *puts, size_t count, uint32_t ttl_s,
            dg_store_done *, void *owner);
    /* The same, for what must outlive the server that has it: DG_OK only when copies of it are made; DG_TIMEOUT: it was written, and
     * copies were not made in time, so that it may or may not outlive that. It is not kept in order with other calls. NULL where
     * what is put once is as safe as it gets: see dg_store_put_safely. */
    void (*put_safely)(struct dg_store *, struct dg_str group, const struct dg_store_put *puts, size_t count,
            uint32_t ttl_s, dg_store_done *, void *owner);
    /* removes the whole group */
    void (*forget)(struct dg_store *, struct dg_str group, dg_store_done *, void *owner);
    /* `changed` is called after any put to the group, by whichever server, and at least once after the watch began: a
     * hint to read again, never a promise (look again after a second or so as well). NULL: out of memory */
    struct dg_store_watch *(*watch)(struct dg_store *, struct dg_str group, void (*changed)(void *owner), void *owner);
    void (*unwatch)(struct dg_store *, struct dg_store_watch *);
    /* From now on it takes `mib` of its disk at the most (0: no limit) and answers DG_FULL beyond. NULL where the database
     * itself is told such things. */
    void (*limit)(struct dg_store *, uint32_t mib);
    /* How many copies put_safely means, from now on. Until then 1 where others stand by to take a server's place, else 0. NULL
     * where that is. */
    void (*copies)(struct dg_store *, uint32_t replicas);
    /* NULL where a store is one server's own. Takes one from a bucket (rate.h) that all servers count in: one more is there
     * every `interval_us`, and all of it after `depth_us`. DG_OK (taken) | DG_CONFLICT (there is none) | DG_UNAVAILABLE.
     * One record, whose version is in how many microseconds the bucket will be full. It is forgotten when it is full. */
    void (*take)(struct dg_store *, struct dg_str bucket, uint64_t interval_us, uint64_t depth_us, dg_store_done *,
            void *owner);
    /* DG_OK when it answers */
    void (*ping)(struct dg_store *, dg_store_done *, void *owner);
};

struct dg_store {
    const struct dg_store_ops *ops;
};

/* As put_safely; where the store has none, as put. */
void dg_store_put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner);

/* Whether the URL names an embedded store ("sqlite:PATH"); its path, borrowed, goes to *path. */
bool dg_store_is_embedded(struct dg_str url, struct dg_str *path);

/* Whom to believe that it is the database, where that is reached over TLS, and what to show it. Paths of PEM files, which are read
 * when the store is opened. */
struct dg_store_trust {
    struct dg_str ca_file; /* empty: the system's */
    struct dg_str certificate, key; /* our own; both or neither is empty */
    struct dg_str name; /* that its certificate must bear; empty: the host that the address names */
};

/* Opens the store that `url` names: "sqlite:PATH", or one of the addresses in store_redis.h. NULL and `why` set when it cannot be
 * had; a Redis that is merely away now is no error. `trust` (NULL: all of it empty) is copied; its texts end with a NUL. */
struct dg_store *dg_store_open(
        struct dg_str url, const struct dg_store_trust *trust, struct dg_loop *loop, struct dg_problem *why);

#endif
