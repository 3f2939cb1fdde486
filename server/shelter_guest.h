/* One session in the shelter (shelter.h): its records, what the store is known to have of them, and what is still to be put there.
 * Only shelter.c includes this, and calls it under its lock. */
#ifndef DG_SHELTER_GUEST_H
#define DG_SHELTER_GUEST_H

#include "server/shelter.h"

enum { DG_GUEST_RECORDS_MAX = DG_STORE_BATCH_MAX };

struct dg_kept {
    struct dg_str field, value; /* owned, one block */
    uint64_t version; /* here; 1: as it was first put */
    uint64_t stored; /* in the store; 0: not there */
    bool unsure; /* it was sent there, and may have arrived */
};

struct dg_guest {
    struct dg_str group; /* first: the tree's key; owned */
    struct dg_guest *before, *after;
    struct dg_kept records[DG_GUEST_RECORDS_MAX]; /* in the order of their fields */
    size_t count, bytes;
    uint32_t ttl_s;
    uint64_t put_ms, until_ms, retry_ms;
    bool leaving; /* being written into the store, or forgotten there */
};

void dg_guest_destroy(struct dg_guest *guest);

struct dg_kept *dg_guest_find(struct dg_guest *guest, struct dg_str field); /* NULL: there is none */
uint64_t dg_guest_version(struct dg_guest *guest, struct dg_str field); /* 0: there is none */

/* Puts all of them, in at most `room` bytes more, or none: false. What a record was before keeps its weight, so that one that is
 * changed often is bounded too. */
DG_MUST_USE bool dg_guest_put(struct dg_guest *guest, const struct dg_store_put *puts, size_t count, size_t room);

/* What the call asks for, copied into its arena. */
struct dg_answer dg_guest_get(struct dg_guest *guest, struct dg_call *call);
struct dg_answer dg_guest_list(struct dg_guest *guest, struct dg_call *call);
struct dg_answer dg_guest_versions(struct dg_guest *guest, struct dg_call *call, enum dg_status status);

/* What is still to be put into the store. False where the parcel's arena is full. */
DG_MUST_USE bool dg_guest_pack(struct dg_parcel *parcel, struct dg_guest *guest, uint64_t now_ms);
/* Takes what the store has for what was meant to be there. False: somebody else has changed it. */
DG_MUST_USE bool dg_guest_settle(
        struct dg_guest *guest, enum dg_status status, const struct dg_record *records, size_t count);

#endif
