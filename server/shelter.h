/* What one server keeps in its own memory of sessions that were begun while the shared store took nothing: drags, their offers and
 * the session that they are in, until the store takes them. Bounded in number, bytes and time; what has been taken in is never
 * pushed out by something newer, for somebody was told that it is there. Never an action, a ledger or a key.
 * One table a server, for all its loops: any thread. The lock is held within a call only, and no call waits for anything else.
 * Who writes it into the store is store_shelter.c. */
#ifndef DG_SHELTER_H
#define DG_SHELTER_H

#include "server/store_call.h"

struct dg_shelter;

struct dg_shelter_bounds {
    size_t sessions, bytes;
    uint64_t keep_ms; /* for so long after it was begun a session is kept here */
};

struct dg_shelter *dg_shelter_create(const struct dg_shelter_bounds *bounds); /* NULL: out of memory */
void dg_shelter_destroy(struct dg_shelter *shelter); /* NULL is harmless */

/* How many sessions are here. */
size_t dg_shelter_count(struct dg_shelter *shelter);
bool dg_shelter_holds(struct dg_shelter *shelter, struct dg_str group);

/* Whether the puts begin a session and hold nothing that may not be kept here. */
bool dg_shelter_may_take(const struct dg_store_put *puts, size_t count);
/* Takes in a session that the store has not taken, `unsure` whether it will yet. DG_OK | DG_FULL (a bound, or memory is out).
 * The versions are as the store would have given them: 1. */
DG_MUST_USE enum dg_status dg_shelter_take(
        struct dg_shelter *shelter, const struct dg_call *birth, bool unsure, uint64_t now_ms);

enum dg_shelter_word {
    DG_SHELTER_ELSEWHERE, /* it is not here: ask the store */
    DG_SHELTER_ANSWERED, /* call->answer says it */
    DG_SHELTER_LATER, /* it is being written into the store: ask again in a moment */
    DG_SHELTER_LEAVES, /* a forget: the store must forget it first, then dg_shelter_forgotten */
};

/* Gets, lists, puts and forgets what is here, as a store does. A put of what may not be kept here is answered DG_UNAVAILABLE. */
enum dg_shelter_word dg_shelter_ask(struct dg_shelter *shelter, struct dg_call *call, uint64_t now_ms);
/* The store has forgotten it (`gone`), or did not answer: then it stays. */
void dg_shelter_forgotten(struct dg_shelter *shelter, struct dg_str group, bool gone);

/* One session on its way into the store: what is to be put, all or nothing. */
struct dg_parcel {
    struct dg_arena *arena; /* holds the rest */
    struct dg_str group;
    struct dg_store_put *puts;
    size_t count;
    uint32_t ttl_s;
};

/* The next session to be written; nobody else gets it until dg_parcel_end says how that ended. False: there is none now. */
DG_MUST_USE bool dg_parcel_begin(struct dg_parcel *parcel, struct dg_shelter *shelter, uint64_t now_ms);

enum dg_parcel_end {
    DG_PARCEL_AGAIN, /* the parcel holds more to be put */
    DG_PARCEL_DONE, /* it is in the store and here no more */
    DG_PARCEL_KEPT, /* the store does not take it now */
    DG_PARCEL_LOST, /* another server has changed it in the store, whose word counts: it is here no more */
};

/* What the store answered to the parcel's puts. The parcel is over but where AGAIN is returned. */
enum dg_parcel_end dg_parcel_end(struct dg_parcel *parcel, struct dg_shelter *shelter, enum dg_status status,
        const struct dg_record *records, size_t count, uint64_t now_ms);

/* Drops what has been here too long, and returns how much that was. */
size_t dg_shelter_expire(struct dg_shelter *shelter, uint64_t now_ms);

#endif
