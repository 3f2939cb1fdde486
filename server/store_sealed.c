#include "server/store_sealed.h"

#include "intents/arena.h"
#include "server/store_over.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

enum {
    FORMAT = 1, /* the first byte of a sealed value */
    KEY_ID_BYTES = 4, /* which key: the beginning of a hash of it */
    NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    HEAD_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES,
    NAMES_BYTES_MAX = 2 * DG_STORE_NAME_MAX + 1,
    ARENA_BYTES = 2 * DG_STORE_BATCH_MAX * 1024 * 1024,
};

static_assert(HEAD_BYTES + TAG_BYTES <= DG_SEAL_BYTES, "a seal is larger than said");
static_assert((int)DG_SEAL_KEY_BYTES == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

struct sealed {
    struct dg_store_over over;
    struct dg_seal_keys keys;
    unsigned char ids[DG_SEAL_KEYS_MAX][KEY_ID_BYTES];
};

/* What a get or list waits for. */
struct opening {
    const struct sealed *sealed;
    dg_store_done *done;
    void *owner;
    size_t group_len;
    char group[];
};

static struct sealed *sealed_of(struct dg_store *store)
{
    return (struct sealed *)store; /* its first member's first */
}

/* ---- one value --------------------------------------------------------------------------------------------- */

/* Where a record belongs: group, NUL, field; neither holds a NUL. */
static size_t name_place(unsigned char out[NAMES_BYTES_MAX], struct dg_str group, struct dg_str field)
{
    assert(group.len + 1 + field.len <= NAMES_BYTES_MAX);
    memcpy(out, group.at, group.len);
    out[group.len] = '\0';
    memcpy(out + group.len + 1, field.at, field.len);
    return group.len + 1 + field.len;
}

/* The empty slice when the arena is full. */
static struct dg_str seal(
        const struct sealed *s, struct dg_arena *arena, struct dg_str group, const struct dg_store_put *put)
{
    unsigned char place[NAMES_BYTES_MAX];
    size_t place_len = name_place(place, group, put->field), room = HEAD_BYTES + put->value.len + TAG_BYTES;
    unsigned char *out = dg_arena_alloc(arena, room);
    if (!out)
        return (struct dg_str){ "", 0 };
    out[0] = FORMAT;
    memcpy(out + 1, s->ids[0], KEY_ID_BYTES);
    unsigned char *nonce = out + 1 + KEY_ID_BYTES;
    randombytes_buf(nonce, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD_BYTES, NULL, (const unsigned char *)put->value.at,
            put->value.len, place, place_len, NULL, nonce, s->keys.keys[0]);
    return (struct dg_str){ (const char *)out, room };
}

static const unsigned char *key_of(const struct sealed *s, const unsigned char *id)
{
    for (size_t i = 0; i < s->keys.count; i++) {
        if (memcmp(s->ids[i], id, KEY_ID_BYTES) == 0)
            return s->keys.keys[i];
    }
    return NULL;
}

/* False: it does not open, or the arena is full. */
static bool open_value(const struct sealed *s, struct dg_arena *arena, struct dg_str group, struct dg_record *record)
{
    const unsigned char *in = (const unsigned char *)record->value.at;
    size_t len = record->value.len;
    const unsigned char *key = len >= HEAD_BYTES + TAG_BYTES && in[0] == FORMAT ? key_of(s, in + 1) : NULL;
    unsigned char place[NAMES_BYTES_MAX], *out = key ? dg_arena_alloc(arena, len) : NULL;
    if (!out)
        return false;
    size_t place_len = name_place(place, group, record->field);
    unsigned long long out_len;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &out_len, NULL, in + HEAD_BYTES, len - HEAD_BYTES, place,
                place_len, in + 1 + KEY_ID_BYTES, key) != 0)
        return false;
    record->value = (struct dg_str){ (const char *)out, (size_t)out_len };
    return true;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

/* NULL: one of them does not open. */
static struct dg_record *open_all(
        const struct opening *o, struct dg_arena *arena, const struct dg_record *records, size_t count)
{
    struct dg_str group = { o->group, o->group_len };
    struct dg_record *out = dg_arena_array(arena, count + 1, sizeof *out);
    for (size_t i = 0; out && i < count; i++) {
        out[i] = records[i];
        if (out[i].version && !open_value(o->sealed, arena, group, &out[i]))
            return NULL;
    }
    return out;
}

static void opened(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    struct opening *o = owner;
    struct dg_arena *arena = status == DG_OK ? dg_arena_create(ARENA_BYTES) : NULL;
    const struct dg_record *open = arena ? open_all(o, arena, records, count) : NULL;
    if (open)
        o->done(o->owner, DG_OK, open, count);
    else
        o->done(o->owner, status == DG_OK ? DG_UNAVAILABLE : status, NULL, 0);
    dg_arena_destroy(arena);
    free(o);
}

/* NULL: out of memory. */
static struct opening *begin_opening(const struct sealed *s, struct dg_str group, dg_store_done *done, void *owner)
{
    struct opening *o = malloc(sizeof *o + group.len);
    if (!o)
        return NULL;
    *o = (struct opening){ .sealed = s, .done = done, .owner = owner, .group_len = group.len };
    memcpy(o->group, group.at, group.len);
    return o;
}

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct sealed *s = sealed_of(store);
    struct opening *o = begin_opening(s, group, done, owner);
    if (o)
        s->over.inner->ops->get(s->over.inner, group, fields, count, opened, o);
    else /* the inner store refuses in its own time */
        s->over.inner->ops->get(s->over.inner, group, fields, DG_STORE_BATCH_MAX + 1, done, owner);
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct sealed *s = sealed_of(store);
    struct opening *o = begin_opening(s, group, done, owner);
    if (o)
        s->over.inner->ops->list(s->over.inner, group, prefix, opened, o);
    else
        s->over.inner->ops->list(s->over.inner, (struct dg_str){ "", 0 }, prefix, done, owner);
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

/* What the inner store would refuse for its size anyhow. */
static bool fits(struct dg_str group, const struct dg_store_put *puts, size_t count)
{
    bool fine = group.len <= DG_STORE_NAME_MAX && count <= DG_STORE_BATCH_MAX;
    for (size_t i = 0; fine && i < count; i++)
        fine = puts[i].field.len <= DG_STORE_NAME_MAX && puts[i].value.len <= DG_RECORD_BYTES_MAX;
    return fine;
}

static bool seal_all(const struct sealed *s, struct dg_arena *arena, struct dg_str group, struct dg_store_put *out,
        const struct dg_store_put *puts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = puts[i];
        out[i].value = seal(s, arena, group, &puts[i]);
        if (out[i].value.len == 0)
            return false;
    }
    return true;
}

/* `inner` is one of the inner store's ways to put. */
static void put_by(void (*inner)(struct dg_store *, struct dg_str, const struct dg_store_put *, size_t, uint32_t,
                           dg_store_done *, void *),
        struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count, uint32_t ttl_s,
        dg_store_done *done, void *owner)
{
    struct sealed *s = sealed_of(store);
    struct dg_store_put sealed[DG_STORE_BATCH_MAX];
    struct dg_arena *arena = dg_arena_create(ARENA_BYTES);
    if (arena && fits(group, puts, count) && seal_all(s, arena, group, sealed, puts, count))
        inner(s->over.inner, group, sealed, count, ttl_s, done, owner);
    else /* the inner store refuses in its own time */
        inner(s->over.inner, group, puts, DG_STORE_BATCH_MAX + 1, ttl_s, done, owner);
    dg_arena_destroy(arena);
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    put_by(sealed_of(store)->over.inner->ops->put, store, group, puts, count, ttl_s, done, owner);
}

static void put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    put_by(sealed_of(store)->over.inner->ops->put_safely, store, group, puts, count, ttl_s, done, owner);
}

/* ---- what needs no key ------------------------------------------------------------------------------------- */

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    struct dg_store *inner = sealed_of(store)->over.inner;
    inner->ops->forget(inner, group, done, owner);
}

static void destroy(struct dg_store *store)
{
    struct sealed *s = sealed_of(store);
    s->over.inner->ops->destroy(s->over.inner);
    sodium_memzero(&s->keys, sizeof s->keys);
    free(s);
}

struct dg_store *dg_store_sealed_create(struct dg_store *inner, const struct dg_seal_keys *keys)
{
    static const struct dg_store_ops ops = {
        .name = "sealed",
        .destroy = destroy,
        .get = get,
        .list = list,
        .put = put,
        .put_safely = put_safely,
        .forget = forget,
    };
    struct sealed *s = dg_store_over_create(sizeof *s, &ops, inner);
    if (!s)
        return NULL;
    s->keys = *keys;
    for (size_t i = 0; i < keys->count; i++) {
        unsigned char hash[crypto_generichash_BYTES];
        crypto_generichash(hash, sizeof hash, keys->keys[i], DG_SEAL_KEY_BYTES, NULL, 0);
        memcpy(s->ids[i], hash, KEY_ID_BYTES);
    }
    return &s->over.store;
}
