#include "server/shelter_guest.h"

#include <stdlib.h>

enum { RECORDS_MAX = DG_GUEST_RECORDS_MAX, RECORD_COST = 64 };

/* A record that was changed here has a version that no store has given: whoever still holds one of these when the record is in
 * the store meets a conflict, and reads again. */
#define CHANGED_HERE (UINT64_C(1) << 40)

/* ---- records ----------------------------------------------------------------------------------------------- */

/* Where the field is, or would be. */
static size_t place_of(const struct dg_guest *g, struct dg_str field)
{
    size_t at = 0;
    while (at < g->count && dg_str_compare(g->records[at].field, field) < 0)
        at++;
    return at;
}

struct dg_kept *dg_guest_find(struct dg_guest *g, struct dg_str field)
{
    size_t at = place_of(g, field);
    return at < g->count && dg_str_eq(g->records[at].field, field) ? &g->records[at] : NULL;
}

static size_t weight(const struct dg_store_put *put)
{
    return RECORD_COST + put->field.len + put->value.len;
}

/* Field and value in one block. */
static bool copy(struct dg_kept *out, const struct dg_store_put *put)
{
    char *at = malloc(put->field.len + put->value.len + 1);
    if (!at)
        return false;
    memcpy(at, put->field.at, put->field.len);
    if (put->value.len)
        memcpy(at + put->field.len, put->value.at, put->value.len);
    out->field.at = at;
    out->field.len = put->field.len;
    out->value = (struct dg_str){ at + put->field.len, put->value.len };
    return true;
}

static void set(struct dg_guest *g, const struct dg_kept *fresh)
{
    struct dg_kept *old = dg_guest_find(g, fresh->field);
    if (old) {
        free((char *)old->field.at);
        old->field = fresh->field;
        old->value = fresh->value;
        old->version = old->version == 1 ? CHANGED_HERE : old->version + 1;
        return;
    }
    size_t at = place_of(g, fresh->field);
    memmove(&g->records[at + 1], &g->records[at], (g->count - at) * sizeof g->records[0]);
    g->records[at] = *fresh;
    g->records[at].version = 1;
    g->count++;
}

bool dg_guest_put(struct dg_guest *g, const struct dg_store_put *puts, size_t count, size_t room)
{
    struct dg_kept fresh[RECORDS_MAX] = { 0 };
    size_t bytes = 0, made = 0, more = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += weight(&puts[i]);
        more += dg_guest_find(g, puts[i].field) == NULL;
    }
    if (more > RECORDS_MAX - g->count || bytes > room || g->bytes + bytes > DG_RECORD_BYTES_MAX)
        return false;
    while (made < count && copy(&fresh[made], &puts[made]))
        made++;
    for (size_t i = 0; i < made; i++) {
        if (made < count)
            free((char *)fresh[i].field.at);
        else
            set(g, &fresh[i]);
    }
    if (made < count)
        return false;
    g->bytes += bytes;
    return true;
}

/* ---- answering ---------------------------------------------------------------------------------------------- */

static struct dg_record record_of(struct dg_arena *arena, const struct dg_kept *kept)
{
    return (struct dg_record){ dg_arena_copy(arena, kept->field), dg_arena_copy(arena, kept->value), kept->version };
}

struct dg_answer dg_guest_get(struct dg_guest *g, struct dg_call *call)
{
    struct dg_record *out = dg_arena_array(call->arena, call->count + 1, sizeof *out);
    for (size_t i = 0; out && i < call->count; i++) {
        const struct dg_kept *kept = dg_guest_find(g, call->puts[i].field);
        out[i] = kept ? record_of(call->arena, kept) : (struct dg_record){ .field = call->puts[i].field };
    }
    return (struct dg_answer){ DG_OK, out, call->count };
}

struct dg_answer dg_guest_list(struct dg_guest *g, struct dg_call *call)
{
    struct dg_record *out = dg_arena_array(call->arena, g->count + 1, sizeof *out);
    struct dg_str prefix = call->puts[0].field;
    size_t count = 0;
    for (size_t i = 0; out && i < g->count; i++) {
        struct dg_str field = g->records[i].field;
        if (dg_str_eq(dg_str_cut(field, 0, prefix.len), prefix))
            out[count++] = record_of(call->arena, &g->records[i]);
    }
    return (struct dg_answer){ DG_OK, out, count };
}

uint64_t dg_guest_version(struct dg_guest *g, struct dg_str field)
{
    const struct dg_kept *kept = dg_guest_find(g, field);
    return kept ? kept->version : 0;
}

struct dg_answer dg_guest_versions(struct dg_guest *g, struct dg_call *call, enum dg_status status)
{
    struct dg_record *out = dg_arena_array(call->arena, call->count + 1, sizeof *out);
    for (size_t i = 0; out && i < call->count; i++)
        out[i] =
                (struct dg_record){ .field = call->puts[i].field, .version = dg_guest_version(g, call->puts[i].field) };
    return (struct dg_answer){ status, out, call->count };
}

/* ---- into the store ----------------------------------------------------------------------------------------- */

/* What was changed here is put twice, so that its version in the store is one that was never told for what it was before. */
static uint64_t wanted(const struct dg_kept *kept)
{
    return kept->version == 1 ? 1 : 2;
}

bool dg_guest_pack(struct dg_parcel *parcel, struct dg_guest *g, uint64_t now_ms)
{
    uint64_t age_s = (now_ms - g->put_ms) / 1000;
    parcel->group = dg_arena_copy(parcel->arena, g->group);
    parcel->puts = dg_arena_array(parcel->arena, RECORDS_MAX, sizeof *parcel->puts);
    parcel->ttl_s = g->ttl_s > age_s ? g->ttl_s - (uint32_t)age_s : g->ttl_s != 0;
    parcel->count = 0;
    for (size_t i = 0; parcel->puts && i < g->count; i++) {
        const struct dg_kept *kept = &g->records[i];
        if (kept->stored < wanted(kept))
            parcel->puts[parcel->count++] = (struct dg_store_put){ dg_arena_copy(parcel->arena, kept->field),
                dg_arena_copy(parcel->arena, kept->value), kept->stored };
    }
    return !dg_arena_overflowed(parcel->arena);
}

bool dg_guest_settle(struct dg_guest *g, enum dg_status status, const struct dg_record *records, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct dg_kept *kept = dg_guest_find(g, records[i].field);
        uint64_t found = records[i].version;
        if (!kept || (status == DG_CONFLICT && found != kept->stored && !(kept->unsure && found == kept->stored + 1)))
            return false;
        kept->stored = found;
        kept->unsure = false;
    }
    return true;
}

void dg_guest_destroy(struct dg_guest *g)
{
    for (size_t i = 0; i < g->count; i++)
        free((char *)g->records[i].field.at);
    free((char *)g->group.at);
    free(g);
}
