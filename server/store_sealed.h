/* A store that keeps every value sealed with the operator's key: who reads the database, its backup or its wire learns who
 * (which ids) and when, but not what people wrote. XChaCha20-Poly1305 (libsodium) with a random nonce, bound to the record's
 * group and field, so that a value moved to another place does not open. What it does not hide or prevent: lengths, and an
 * older value of the same record put back in its place. Belongs to one loop, like the store it is laid over. */
#ifndef DG_STORE_SEALED_H
#define DG_STORE_SEALED_H

#include "server/store.h"

enum { DG_SEAL_KEY_BYTES = 32, DG_SEAL_KEYS_MAX = 4 };

/* The first key seals; all of them open, so that keys can be changed without a gap. */
struct dg_seal_keys {
    unsigned char keys[DG_SEAL_KEYS_MAX][DG_SEAL_KEY_BYTES];
    size_t count;
};

/* Takes `inner`, which is destroyed with it (or here, where memory is out: then NULL). `keys` are copied.
 * A record that does not open, because it was sealed with another key, not sealed at all or changed by somebody, makes its
 * whole answer DG_UNAVAILABLE. */
struct dg_store *dg_store_sealed_create(struct dg_store *inner, const struct dg_seal_keys *keys);

#endif
