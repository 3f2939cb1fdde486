/* What one caller has begun in the last session_ttl, in slots of an eighth of it, so that what runs out or is given back is known by
 * when it began. A ledger is a value; its lasting form is a JSON text. No I/O, any thread. */
#ifndef DG_LEDGER_H
#define DG_LEDGER_H

#include "intents/arena.h"
#include "server/store.h"

enum { DG_LEDGER_SLOTS_MAX = 64 };

struct dg_ledger_slot {
    int64_t from_s; /* UTC */
    int64_t sessions, bytes;
};

struct dg_ledger {
    int64_t length_s; /* of a slot */
    struct dg_ledger_slot slots[DG_LEDGER_SLOTS_MAX];
    size_t count;
};

/* How long a ledger is needed after it was last written, where sessions live for `ttl_s`. */
uint32_t dg_ledger_life_s(uint32_t ttl_s);

/* Without what has run out at `now_s` (UTC). What cannot be read counts as nothing. */
void dg_ledger_read(struct dg_ledger *out, const struct dg_record *record, uint32_t ttl_s, int64_t now_s);
/* In the arena; empty where that is full. */
struct dg_str dg_ledger_print(const struct dg_ledger *ledger, struct dg_arena *arena);

void dg_ledger_sum(const struct dg_ledger *ledger, int64_t *sessions, int64_t *bytes);
/* To what began at `at_s`. */
void dg_ledger_add(struct dg_ledger *ledger, int64_t at_s, int64_t sessions, int64_t bytes);
/* From what began at `at_s` or, since more came to a session later, after that: as much of it as is there. */
void dg_ledger_take_off(struct dg_ledger *ledger, int64_t at_s, int64_t sessions, int64_t bytes);

#endif
