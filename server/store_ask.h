/* What is alike in stores that keep a book of their calls (store_call.h): every verb is a question, copied, and handed on.
 * Such a store begins with a struct dg_asking_store and names these functions in its ops; or has one within, and hands it on. */
#ifndef DG_STORE_ASK_H
#define DG_STORE_ASK_H

#include "server/store_call.h"

struct dg_asking_store {
    struct dg_store store;
    struct dg_calls calls;
    /* Does what is asked, or ends the call; it is in the book already. */
    void (*ask)(struct dg_asking_store *, struct dg_call *call);
};

void dg_ask_get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner);
void dg_ask_list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner);
void dg_ask_put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner);
void dg_ask_put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner);
void dg_ask_forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner);
void dg_ask_take(struct dg_store *store, struct dg_str bucket, uint64_t interval_us, uint64_t depth_us,
        dg_store_done *done, void *owner);
void dg_ask_ping(struct dg_store *store, dg_store_done *done, void *owner);

#endif
