#include "server/ledger.h"

#include "server/wire.h"

enum { SLOTS = 8 }; /* of one session_ttl */

static int64_t slot_length_s(uint32_t ttl_s)
{
    return ((int64_t)ttl_s + SLOTS - 1) / SLOTS;
}

uint32_t dg_ledger_life_s(uint32_t ttl_s)
{
    return ttl_s + (uint32_t)slot_length_s(ttl_s);
}

static bool is_empty(const struct dg_ledger_slot *slot)
{
    return slot->sessions <= 0 && slot->bytes <= 0;
}

void dg_ledger_read(struct dg_ledger *out, const struct dg_record *record, uint32_t ttl_s, int64_t now_s)
{
    json_t *json = record->version ? json_loadb(record->value.at, record->value.len, 0, NULL) : NULL;
    int64_t dead_s = now_s - dg_ledger_life_s(ttl_s);
    out->length_s = slot_length_s(ttl_s);
    out->count = 0;
    for (size_t i = 0; i < json_array_size(json) && out->count < DG_LEDGER_SLOTS_MAX; i++) {
        const json_t *row = json_array_get(json, i);
        struct dg_ledger_slot slot = { json_integer_value(json_array_get(row, 0)),
            json_integer_value(json_array_get(row, 1)), json_integer_value(json_array_get(row, 2)) };
        if (slot.from_s > dead_s && !is_empty(&slot))
            out->slots[out->count++] = slot;
    }
    json_decref(json);
}

struct dg_str dg_ledger_print(const struct dg_ledger *ledger, struct dg_arena *arena)
{
    json_t *out = json_array();
    for (size_t i = 0; i < ledger->count; i++) {
        const struct dg_ledger_slot *slot = &ledger->slots[i];
        if (!is_empty(slot))
            json_array_append_new(out,
                    json_pack(
                            "[I,I,I]", (json_int_t)slot->from_s, (json_int_t)slot->sessions, (json_int_t)slot->bytes));
    }
    return dg_wire_print_taken(arena, out);
}

void dg_ledger_sum(const struct dg_ledger *ledger, int64_t *sessions, int64_t *bytes)
{
    *sessions = *bytes = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        *sessions += ledger->slots[i].sessions;
        *bytes += ledger->slots[i].bytes;
    }
}

static struct dg_ledger_slot *slot_at(struct dg_ledger *ledger, int64_t at_s)
{
    int64_t from_s = at_s - at_s % ledger->length_s;
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->slots[i].from_s == from_s)
            return &ledger->slots[i];
    if (ledger->count == DG_LEDGER_SLOTS_MAX)
        return &ledger->slots[DG_LEDGER_SLOTS_MAX - 1];
    ledger->slots[ledger->count] = (struct dg_ledger_slot){ .from_s = from_s };
    return &ledger->slots[ledger->count++];
}

void dg_ledger_add(struct dg_ledger *ledger, int64_t at_s, int64_t sessions, int64_t bytes)
{
    struct dg_ledger_slot *slot = slot_at(ledger, at_s);
    slot->sessions += sessions;
    slot->bytes += bytes;
}

/* Takes up to `what` off `from` and gives what is still to be taken off. */
static int64_t take_off(int64_t *from, int64_t what)
{
    int64_t taken = *from < what ? *from : what;
    *from -= taken;
    return what - taken;
}

void dg_ledger_take_off(struct dg_ledger *ledger, int64_t at_s, int64_t sessions, int64_t bytes)
{
    for (size_t i = 0; i < ledger->count; i++) {
        struct dg_ledger_slot *slot = &ledger->slots[i];
        if (slot->from_s + ledger->length_s <= at_s)
            continue;
        sessions = take_off(&slot->sessions, sessions);
        bytes = take_off(&slot->bytes, bytes);
    }
}
