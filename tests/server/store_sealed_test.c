/* The sealed store: all that any store does, and what somebody finds who opens the file below it. */
#include "server/store_sealed.h"
#include "tests/server/store_suite.h"
#include "tests/support/check.h"

#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static char folder[] = "/tmp/dragoman-sealed-XXXXXX";
static char url[80];
static struct dg_seal_keys keys;

#define TEXT(literal) ((struct dg_str){ (literal), sizeof(literal) - 1 })

static struct dg_store *open_bare(struct dg_loop *loop)
{
    struct dg_problem why = { 0 };
    struct dg_store *store = dg_store_open(dg_str_of(url), NULL, loop, &why);
    DG_CHECK(store != NULL, "%s", why.detail);
    return store;
}

static struct dg_store *open_sealed(struct dg_loop *loop)
{
    struct dg_store *inner = open_bare(loop);
    return inner ? dg_store_sealed_create(inner, &keys) : NULL;
}

static struct dg_store *open_with_old_and_new(struct dg_loop *loop)
{
    struct dg_seal_keys both = { .count = 2 };
    memset(both.keys[0], 'n', DG_SEAL_KEY_BYTES);
    memcpy(both.keys[1], keys.keys[0], DG_SEAL_KEY_BYTES);
    return dg_store_sealed_create(open_bare(loop), &both);
}

static struct dg_store *open_with_new(struct dg_loop *loop)
{
    struct dg_seal_keys only = { .count = 1 };
    memset(only.keys[0], 'n', DG_SEAL_KEY_BYTES);
    return dg_store_sealed_create(open_bare(loop), &only);
}

/* What the database itself holds for one record, `out` having room for it. */
static size_t look_below(const char *group, char *out, size_t room)
{
    struct talk *t = talk_create(open_bare);
    DG_CHECK_INT(talk_get(t, group, "f"), DG_OK, "get below");
    size_t len = t->count && t->records[0].value.len <= room ? t->records[0].value.len : 0;
    memcpy(out, len ? t->records[0].value.at : "", len);
    talk_destroy(t);
    return len;
}

static void put_below(const char *group, const char *field, struct dg_str value)
{
    struct talk *t = talk_create(open_bare);
    DG_CHECK_INT(talk_put(t, group, field, value, DG_VERSION_ANY), DG_OK, "put below");
    talk_destroy(t);
}

static enum dg_status get_with(struct dg_store *(*open)(struct dg_loop *), const char *group, const char *field)
{
    struct talk *t = talk_create(open);
    enum dg_status status = talk_get(t, group, field);
    talk_destroy(t);
    return status;
}

static void put_secret(const char *group)
{
    struct talk *t = talk_create(open_sealed);
    DG_CHECK_INT(talk_put(t, group, "f", TEXT("dinner with ann"), DG_VERSION_ANY), DG_OK, "put");
    talk_destroy(t);
}

static void what_is_kept_cannot_be_read_below(void)
{
    char first[200], second[200];
    put_secret("below");
    size_t len = look_below("below", first, sizeof first);
    DG_CHECK(len > strlen("dinner with ann"), "something is there");
    DG_CHECK(!memmem(first, len, "dinner", 6) && !memmem(first, len, "ann", 3), "in clear");
    put_secret("below");
    DG_CHECK_INT((long long)look_below("below", second, sizeof second), (long long)len, "length");
    DG_CHECK(memcmp(first, second, len) != 0, "the same words look alike");
}

static void what_somebody_changed_does_not_open(void)
{
    char bytes[200];
    put_secret("changed");
    size_t len = look_below("changed", bytes, sizeof bytes);
    for (size_t i = 0; i < len; i++) {
        bytes[i] ^= 1;
        put_below("changed", "f", (struct dg_str){ bytes, len });
        DG_CHECK_INT(get_with(open_sealed, "changed", "f"), DG_UNAVAILABLE, "a bit turned");
        bytes[i] ^= 1;
    }
    for (size_t cut = 0; cut < len; cut += 5) {
        put_below("changed", "f", (struct dg_str){ bytes, cut });
        DG_CHECK_INT(get_with(open_sealed, "changed", "f"), DG_UNAVAILABLE, "cut off");
    }
    put_below("changed", "f", (struct dg_str){ bytes, len });
    DG_CHECK_INT(get_with(open_sealed, "changed", "f"), DG_OK, "as it was");
}

static void what_was_moved_or_never_sealed_does_not_open(void)
{
    char bytes[200];
    put_secret("place");
    struct dg_str value = { bytes, look_below("place", bytes, sizeof bytes) };
    put_below("place", "g", value);
    put_below("elsewhere", "f", value);
    put_below("clear", "f", TEXT("{\"caller\":\"ann\"}"));
    DG_CHECK_INT(get_with(open_sealed, "place", "g"), DG_UNAVAILABLE, "another field");
    DG_CHECK_INT(get_with(open_sealed, "elsewhere", "f"), DG_UNAVAILABLE, "another group");
    DG_CHECK_INT(get_with(open_sealed, "clear", "f"), DG_UNAVAILABLE, "in clear");
}

static void keys_are_changed_without_a_gap(void)
{
    put_secret("keys");
    DG_CHECK_INT(get_with(open_with_old_and_new, "keys", "f"), DG_OK, "the old key still opens");
    struct talk *t = talk_create(open_with_old_and_new);
    DG_CHECK_INT(talk_put(t, "keys", "f", TEXT("again"), DG_VERSION_ANY), DG_OK, "put");
    talk_destroy(t);
    DG_CHECK_INT(get_with(open_with_new, "keys", "f"), DG_OK, "the new key seals");
    DG_CHECK_INT(get_with(open_sealed, "keys", "f"), DG_UNAVAILABLE, "the old one does not open that");
}

static int remove_one(const char *name, const struct stat *s, int type, struct FTW *where)
{
    (void)s, (void)type, (void)where;
    return remove(name);
}

int main(void)
{
    if (!mkdtemp(folder) || sodium_init() < 0)
        return 1;
    snprintf(url, sizeof url, "sqlite:%s/store.db", folder);
    keys.count = 1;
    randombytes_buf(keys.keys[0], DG_SEAL_KEY_BYTES);
    store_suite("sealed", open_sealed);
    dg_run("what is kept cannot be read below", what_is_kept_cannot_be_read_below);
    dg_run("what somebody changed does not open", what_somebody_changed_does_not_open);
    dg_run("what was moved or never sealed does not open", what_was_moved_or_never_sealed_does_not_open);
    dg_run("keys are changed without a gap", keys_are_changed_without_a_gap);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return dg_done();
}
