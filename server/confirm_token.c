#include "server/confirm_token.h"

#include "server/record_offer.h"
#include "server/wire.h"

#include <sodium.h>
#include <stdlib.h>

enum { HASH_BYTES = 32, KEY_BYTES = 32, KEY_FRESH_MS = 10000, TEN_YEARS_S = 10 * 366 * 86400 };

_Static_assert(sizeof((struct dg_lane *)0)->confirm_key == KEY_BYTES, "the key is a BLAKE2b key");

/* ---- tokens ------------------------------------------------------------------------------------------------------ */

/* Lengths go in with the parts, so that no two bonds give the same bytes. */
static void hash_part(crypto_generichash_state *state, struct dg_str part)
{
    uint64_t len = part.len;
    crypto_generichash_update(state, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(state, (const unsigned char *)part.at, part.len);
}

bool dg_confirm_token_make(struct dg_confirm_token *out, const struct dg_lane *lane, const struct dg_confirm_bond *bond,
        struct dg_arena *arena)
{
    unsigned char hash[HASH_BYTES];
    crypto_generichash_state state;
    struct dg_str offer = dg_wire_print_taken(arena, dg_offer_record(bond->offer, arena));
    crypto_generichash_init(&state, lane->confirm_key, KEY_BYTES, HASH_BYTES);
    hash_part(&state, bond->caller);
    hash_part(&state, dg_str_of(bond->action.text));
    hash_part(&state, bond->fingerprint);
    hash_part(&state, offer);
    crypto_generichash_final(&state, hash, HASH_BYTES);
    memcpy(out->text, "1.", 2);
    sodium_bin2hex(out->text + 2, 2 * HASH_BYTES + 1, hash, HASH_BYTES);
    return offer.len > 0;
}

bool dg_confirm_token_is(const struct dg_confirm_token *token, struct dg_str given)
{
    return given.len == DG_CONFIRM_TOKEN_LEN && sodium_memcmp(given.at, token->text, DG_CONFIRM_TOKEN_LEN) == 0;
}

/* ---- the shared key ----------------------------------------------------------------------------------------------- */

#define KEY_GROUP "server"
#define KEY_FIELD "confirm-key"

struct need {
    struct dg_lane *lane;
    bool came_too_late; /* another server put its key first */
    char own[2 * KEY_BYTES + 1];
    void (*then)(void *owner, enum dg_status status);
    void *owner;
};

static void answer(struct need *n, enum dg_status status)
{
    void (*then)(void *, enum dg_status) = n->then;
    void *owner = n->owner;
    free(n);
    then(owner, status);
}

static bool take_key(struct dg_lane *lane, struct dg_str hex)
{
    size_t len = 0;
    if (sodium_hex2bin(lane->confirm_key, KEY_BYTES, hex.at, hex.len, NULL, &len, NULL) != 0 || len != KEY_BYTES)
        return false;
    lane->confirm_key_known = true;
    lane->confirm_key_read_ms = dg_loop_now_ms(lane->loop);
    return true;
}

static void read_key(struct need *n);

static void key_put(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct need *n = owner;
    (void)records;
    (void)count;
    if (status == DG_CONFLICT && !n->came_too_late) {
        n->came_too_late = true;
        read_key(n);
        return;
    }
    answer(n, status == DG_OK && take_key(n->lane, dg_str_of(n->own)) ? DG_OK : DG_UNAVAILABLE);
}

/* What the lane knew already goes on: cards that were shown stay good. */
static void put_key(struct need *n)
{
    if (!n->lane->confirm_key_known)
        randombytes_buf(n->lane->confirm_key, KEY_BYTES);
    sodium_bin2hex(n->own, sizeof n->own, n->lane->confirm_key, KEY_BYTES);
    const struct dg_store_put put = { dg_str_of(KEY_FIELD), dg_str_of(n->own), DG_VERSION_NONE };
    n->lane->store->ops->put(n->lane->store, dg_str_of(KEY_GROUP), &put, 1, TEN_YEARS_S, key_put, n);
}

static void key_came(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct need *n = owner;
    if (status == DG_OK && count == 1 && !records[0].version && !n->came_too_late)
        put_key(n);
    else if (status == DG_UNAVAILABLE && n->lane->confirm_key_known)
        answer(n, DG_OK); /* cards can be shown; confirming needs the store anyhow */
    else
        answer(n, status == DG_OK && count == 1 && take_key(n->lane, records[0].value) ? DG_OK : DG_UNAVAILABLE);
}

static void read_key(struct need *n)
{
    const struct dg_str field = dg_str_of(KEY_FIELD);
    n->lane->store->ops->get(n->lane->store, dg_str_of(KEY_GROUP), &field, 1, key_came, n);
}

void dg_confirm_key_need(struct dg_lane *lane, void (*then)(void *owner, enum dg_status status), void *owner)
{
    if (lane->confirm_key_known && dg_loop_now_ms(lane->loop) - lane->confirm_key_read_ms < KEY_FRESH_MS) {
        then(owner, DG_OK);
        return;
    }
    struct need *n = calloc(1, sizeof *n);
    if (!n) {
        then(owner, DG_UNAVAILABLE);
        return;
    }
    *n = (struct need){ .lane = lane, .then = then, .owner = owner };
    read_key(n);
}
