#include "server/record_offer.h"

#include "intents/zone.h"
#include "server/wire.h"

static struct dg_str kept(const json_t *record, const char *name, struct dg_arena *arena)
{
    return dg_arena_copy(arena, dg_wire_text(record, name));
}

/* ---- offers ---------------------------------------------------------------------------------------------------- */

json_t *dg_price_record(const struct dg_offer_price *price)
{
    if (!price->known)
        return NULL;
    json_t *out = json_object();
    dg_wire_set(out, "amount", json_real(price->amount));
    dg_wire_set(out, "amount_max", json_real(price->amount_max));
    dg_wire_set_text(out, "currency", price->currency);
    return out;
}

struct dg_offer_price dg_price_read(const json_t *record, struct dg_arena *arena)
{
    struct dg_offer_price price = { .known = json_is_object(record) };
    price.amount = json_number_value(json_object_get(record, "amount"));
    price.amount_max = json_number_value(json_object_get(record, "amount_max"));
    price.currency = kept(record, "currency", arena);
    return price;
}

/* The texts of an offer, in one table for both ways. */
static const struct {
    const char *name;
    size_t at;
} offer_texts[] = {
    { "title", offsetof(struct dg_offer, title) },
    { "subtitle", offsetof(struct dg_offer, subtitle) },
    { "provider", offsetof(struct dg_offer, provider) },
    { "link", offsetof(struct dg_offer, link) },
    { "app_link", offsetof(struct dg_offer, app_link) },
    { "terms", offsetof(struct dg_offer, terms) },
    { "state", offsetof(struct dg_offer, state) },
    { "fields", offsetof(struct dg_offer, fields) },
};
enum { OFFER_TEXTS = sizeof offer_texts / sizeof *offer_texts };

json_t *dg_offer_record(const struct dg_offer *offer, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "kind", json_string(offer->kind == DG_OFFER_BOOK ? "book" : "link"));
    for (size_t i = 0; i < OFFER_TEXTS; i++)
        dg_wire_set_text(out, offer_texts[i].name, *(const struct dg_str *)((const char *)offer + offer_texts[i].at));
    dg_wire_set(out, "price", dg_price_record(&offer->price));
    dg_wire_set_instant(out, "starts", offer->has_starts, offer->starts, arena);
    dg_wire_set_instant(out, "ends", offer->has_ends, offer->ends, arena);
    dg_wire_set_instant(out, "expires", offer->has_expires, offer->expires, arena);
    dg_wire_set(out, "sandbox", json_boolean(offer->sandbox));
    return out;
}

void dg_offer_read(struct dg_offer *out, const json_t *record, struct dg_arena *arena)
{
    *out = (struct dg_offer){ .kind = dg_str_is(dg_wire_text(record, "kind"), "book") ? DG_OFFER_BOOK : DG_OFFER_LINK };
    for (size_t i = 0; i < OFFER_TEXTS; i++)
        *(struct dg_str *)((char *)out + offer_texts[i].at) = kept(record, offer_texts[i].name, arena);
    out->price = dg_price_read(json_object_get(record, "price"), arena);
    out->has_starts = dg_instant_parse(&out->starts, dg_wire_text(record, "starts"), NULL);
    out->has_ends = dg_instant_parse(&out->ends, dg_wire_text(record, "ends"), NULL);
    out->has_expires = dg_instant_parse(&out->expires, dg_wire_text(record, "expires"), NULL);
    out->sandbox = json_is_true(json_object_get(record, "sandbox"));
}

/* ---- receipts --------------------------------------------------------------------------------------------------- */

json_t *dg_sent_record(const struct dg_sent *sent, size_t count)
{
    json_t *out = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *one = json_object();
        dg_wire_set_text(one, "host", sent[i].host);
        dg_wire_set_text(one, "method", sent[i].method);
        dg_wire_set_text(one, "path", sent[i].path);
        dg_wire_set_text(one, "fields", sent[i].fields);
        dg_wire_set(one, "at_s", json_integer(sent[i].at_s));
        dg_wire_set(one, "status", json_integer(sent[i].status));
        json_array_append_new(out, one);
    }
    return out;
}

const struct dg_sent *dg_sent_read(const json_t *list, size_t *count, struct dg_arena *arena)
{
    *count = json_array_size(list);
    struct dg_sent *sent = dg_arena_array(arena, *count + 1, sizeof *sent);
    if (!sent)
        *count = 0;
    for (size_t i = 0; i < *count; i++) {
        const json_t *one = json_array_get(list, i);
        sent[i].host = kept(one, "host", arena);
        sent[i].method = kept(one, "method", arena);
        sent[i].path = kept(one, "path", arena);
        sent[i].fields = kept(one, "fields", arena);
        sent[i].at_s = json_integer_value(json_object_get(one, "at_s"));
        sent[i].status = (int)json_integer_value(json_object_get(one, "status"));
    }
    return sent;
}

/* ---- answers ----------------------------------------------------------------------------------------------------- */

json_t *dg_offers_record(const struct dg_offers *answer, struct dg_arena *arena)
{
    json_t *out = json_object();
    dg_wire_set(out, "state", json_string(dg_offers_state_name(answer->state)));
    dg_wire_set_text(out, "reason", answer->reason);
    dg_wire_set_text(out, "detail", answer->detail);
    json_t *offers = json_array();
    for (size_t i = 0; i < answer->offer_count; i++)
        json_array_append_new(offers, dg_offer_record(&answer->offers[i], arena));
    dg_wire_set(out, "offers", offers);
    dg_wire_set(out, "sent", dg_sent_record(answer->sent, answer->sent_count));
    return out;
}

static enum dg_offers_state state_called(struct dg_str name)
{
    for (enum dg_offers_state s = DG_OFFERS_PENDING; s <= DG_OFFERS_SKIPPED; s++) {
        if (dg_str_is(name, dg_offers_state_name(s)))
            return s;
    }
    return DG_OFFERS_PENDING;
}

static void read_offers(struct dg_offers *out, const json_t *list, struct dg_arena *arena)
{
    size_t count = json_array_size(list);
    struct dg_offer *offers = dg_arena_array(arena, count + 1, sizeof *offers);
    for (size_t i = 0; offers && i < count; i++)
        dg_offer_read(&offers[i], json_array_get(list, i), arena);
    out->offers = offers;
    out->offer_count = offers ? count : 0;
}

bool dg_offers_read(struct dg_offers *out, struct dg_str text, struct dg_arena *arena)
{
    *out = (struct dg_offers){ 0 };
    json_t *record = json_loadb(text.at, text.len, 0, NULL);
    if (!json_is_object(record)) {
        json_decref(record);
        return false;
    }
    out->state = state_called(dg_wire_text(record, "state"));
    out->reason = kept(record, "reason", arena);
    out->detail = kept(record, "detail", arena);
    read_offers(out, json_object_get(record, "offers"), arena);
    out->sent = dg_sent_read(json_object_get(record, "sent"), &out->sent_count, arena);
    json_decref(record);
    return !dg_arena_overflowed(arena);
}
