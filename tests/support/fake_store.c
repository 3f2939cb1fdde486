#include "tests/support/fake_lane.h"

#include <stdlib.h>

enum { ROWS_MAX = 512, NAME_MAX_BYTES = 64, CALL_RECORDS_MAX = 96 };

struct row {
    char group[NAME_MAX_BYTES], field[NAME_MAX_BYTES];
    char *value;
    size_t len;
    uint64_t version;
};

struct fake_store {
    struct dg_store store;
    struct dg_loop *loop;
    struct row rows[ROWS_MAX];
    size_t count;
    struct dg_fake_faults faults;
};

/* An answer on its way; its records are copies. */
struct answer {
    enum dg_status status;
    struct dg_record records[CALL_RECORDS_MAX];
    size_t count;
    dg_store_done *done;
    void *owner;
};

static struct fake_store *of(struct dg_store *store)
{
    return (struct fake_store *)store;
}

static char *copy(struct dg_str text)
{
    char *bytes = malloc(text.len + 1);
    if (!bytes)
        abort();
    if (text.len)
        memcpy(bytes, text.at, text.len);
    bytes[text.len] = '\0';
    return bytes;
}

static void tell(void *owner)
{
    struct answer *a = owner;
    a->done(a->owner, a->status, a->records, a->status == DG_UNAVAILABLE ? 0 : a->count);
    for (size_t i = 0; i < a->count; i++) {
        free((char *)a->records[i].field.at);
        free((char *)a->records[i].value.at);
    }
    free(a);
}

static struct answer *answer_for(dg_store_done *done, void *owner)
{
    struct answer *a = calloc(1, sizeof *a);
    if (!a)
        abort();
    a->done = done;
    a->owner = owner;
    return a;
}

static void add_record(struct answer *a, struct dg_str field, struct dg_str value, uint64_t version)
{
    a->records[a->count++] = (struct dg_record){ { copy(field), field.len }, { copy(value), value.len }, version };
}

static struct row *find(struct fake_store *s, struct dg_str group, struct dg_str field)
{
    for (size_t i = 0; i < s->count; i++) {
        if (dg_str_is(group, s->rows[i].group) && dg_str_is(field, s->rows[i].field))
            return &s->rows[i];
    }
    return NULL;
}

/* Whether this call is the one that fails, and how. */
static enum dg_fake_fault fault(struct fake_store *s)
{
    s->faults.calls++;
    if (s->faults.all)
        return s->faults.kind;
    return s->faults.calls == s->faults.at ? s->faults.kind : DG_FAKE_SOUND;
}

static void end(struct fake_store *s, struct answer *a, enum dg_fake_fault fault)
{
    if (fault == DG_FAKE_UNCOPIED)
        a->status = a->status == DG_OK ? DG_TIMEOUT : a->status;
    else if (fault != DG_FAKE_SOUND)
        a->status = DG_UNAVAILABLE;
    dg_loop_post(s->loop, tell, a);
}

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct fake_store *s = of(store);
    struct answer *a = answer_for(done, owner);
    for (size_t i = 0; i < count; i++) {
        struct row *row = find(s, group, fields[i]);
        add_record(a, fields[i], row ? (struct dg_str){ row->value, row->len } : (struct dg_str){ "", 0 },
                row ? row->version : 0);
    }
    end(s, a, fault(s));
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct fake_store *s = of(store);
    struct answer *a = answer_for(done, owner);
    char *start = copy(prefix);
    for (size_t i = 0; i < s->count; i++) {
        const struct row *row = &s->rows[i];
        if (dg_str_is(group, row->group) && dg_str_starts(dg_str_of(row->field), start))
            add_record(a, dg_str_of(row->field), (struct dg_str){ row->value, row->len }, row->version);
    }
    free(start);
    end(s, a, fault(s));
}

static void write_row(struct fake_store *s, struct dg_str group, const struct dg_store_put *put)
{
    struct row *row = find(s, group, put->field);
    if (!row) {
        if (s->count == ROWS_MAX)
            abort();
        row = &s->rows[s->count++];
        memcpy(row->group, group.at, group.len);
        memcpy(row->field, put->field.at, put->field.len);
    }
    free(row->value);
    row->value = copy(put->value);
    row->len = put->value.len;
    row->version++;
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct fake_store *s = of(store);
    struct answer *a = answer_for(done, owner);
    enum dg_fake_fault broken = fault(s);
    (void)ttl_s;
    for (size_t i = 0; i < count; i++) {
        struct row *row = find(s, group, puts[i].field);
        if (puts[i].expected != DG_VERSION_ANY && puts[i].expected != (row ? row->version : 0))
            a->status = DG_CONFLICT;
    }
    for (size_t i = 0; i < count && a->status == DG_OK && broken != DG_FAKE_BEFORE; i++)
        write_row(s, group, &puts[i]);
    for (size_t i = 0; i < count; i++) {
        struct row *row = find(s, group, puts[i].field);
        add_record(a, puts[i].field, (struct dg_str){ "", 0 }, row ? row->version : 0);
    }
    end(s, a, broken);
}

/* In the place of store.c's. */
void dg_store_put_safely(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    put(store, group, puts, count, ttl_s, done, owner);
}

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    struct fake_store *s = of(store);
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (dg_str_is(group, s->rows[i].group))
            free(s->rows[i].value);
        else
            s->rows[kept++] = s->rows[i];
    }
    memset(&s->rows[kept], 0, (s->count - kept) * sizeof s->rows[0]);
    s->count = kept;
    end(s, answer_for(done, owner), fault(s));
}

/* No hints: whoever waits must look by itself now and then. */
static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    (void)store;
    (void)group;
    (void)changed;
    (void)owner;
    return NULL;
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    (void)store;
    (void)w;
}

static void destroy(struct dg_store *store)
{
    struct fake_store *s = of(store);
    for (size_t i = 0; i < s->count; i++)
        free(s->rows[i].value);
    free(s);
}

struct dg_store *dg_fake_store_create(struct dg_loop *loop)
{
    static const struct dg_store_ops ops = {
        .name = "fake",
        .destroy = destroy,
        .get = get,
        .list = list,
        .put = put,
        .forget = forget,
        .watch = watch,
        .unwatch = unwatch,
    };
    struct fake_store *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->store.ops = &ops;
    s->loop = loop;
    return &s->store;
}

struct dg_fake_faults *dg_fake_store_faults(struct dg_store *store)
{
    return &of(store)->faults;
}

struct dg_str dg_fake_store_value(struct dg_store *store, const char *group, const char *field)
{
    const struct row *row = find(of(store), dg_str_of(group), dg_str_of(field));
    return row ? (struct dg_str){ row->value, row->len } : (struct dg_str){ "", 0 };
}

size_t dg_fake_store_count(struct dg_store *store)
{
    return of(store)->count;
}
