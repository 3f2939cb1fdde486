/* An adapter on a string: a line of JSON in, a line of JSON out, so that a flow test in Python can carry its requests to a
 * provider and its replies back, and look at both on the way.
 *
 *     {"adapter":"tomp","settings":{"url":"…"},"language":"zh","zone":"…","now":"…","location":"39.9,116.4","key":"…"}
 *     {"ask":"ride.request","slots":{"dropoff":"Soho | lat=51.5 | lon=-0.1"}}     slots as in conv.h
 *     {"book":STATE}  {"check":STATE}  {"undo":STATE}
 *     {"end":"ok|not|unknown|too-big","status":200,"body":"…"}                    the reply to the request before
 *
 * Each is answered by {"turn":"send|done|fail"} and what goes with it: request, offers, receipt, problem, missing. */
#include "adapters/adapter.h"
#include "intents/catalogue.h"
#include "tests/support/conv.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS_MAX = 16, ARENA_BYTES = 64 << 20, LINE_BYTES = 16 << 20 };

struct walk {
    struct dg_arena *arena;
    struct dg_adapter_settings settings;
    struct dg_context ctx;
    struct dg_task task;
    struct dg_request next;
    struct dg_slot slots[SLOTS_MAX];
};

static struct dg_str text_of(const struct walk *w, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? dg_arena_copy(w->arena, dg_str_of(text)) : (struct dg_str){ "", 0 };
}

static json_t *json_text(struct dg_str text)
{
    return json_stringn(text.at ? text.at : "", text.len);
}

/* ---- in ------------------------------------------------------------------------------------------------------ */

static bool begin(struct walk *w, const json_t *line)
{
    const struct dg_adapter *adapter = dg_adapter_find(text_of(w, line, "adapter"));
    struct dg_str language = text_of(w, line, "language"), location = text_of(w, line, "location");
    struct dg_zone *zone = dg_zone_create(text_of(w, line, "zone"));
    if (!adapter || !zone || !dg_instant_parse(&w->ctx.now, text_of(w, line, "now"), zone))
        return false;
    w->ctx.zone = zone;
    w->ctx.language = dg_str_is(language, "zh") ? DG_LANG_ZH : DG_LANG_EN;
    w->ctx.has_location = location.len > 0;
    char *after = NULL;
    w->ctx.lat = strtod(location.at, &after);
    w->ctx.lon = *after == ',' ? strtod(after + 1, NULL) : 0;
    w->task = (struct dg_task){ .adapter = adapter, .settings = &w->settings, .ctx = &w->ctx, .arena = w->arena };
    w->task.language = w->ctx.language;
    w->task.key = text_of(w, line, "key");
    w->settings.sandbox = true;
    for (size_t i = 0; adapter->options[i].key; i++)
        w->settings.values[i] = text_of(w, json_object_get(line, "settings"), adapter->options[i].key);
    return true;
}

static void start_task(struct walk *w)
{
    struct dg_task fresh = { .adapter = w->task.adapter, .settings = &w->settings, .ctx = &w->ctx, .arena = w->arena };
    fresh.language = w->task.language;
    fresh.key = w->task.key;
    fresh.state = dg_arena_alloc(w->arena, w->task.adapter->task_size + 1);
    w->task = fresh;
}

static size_t read_slots(struct walk *w, const struct dg_intent_schema *schema, json_t *slots)
{
    size_t count = 0;
    const char *name;
    json_t *value;
    json_object_foreach(slots, name, value)
    {
        const struct dg_slot_schema *slot = dg_schema_slot(schema, name);
        struct dg_str text = dg_arena_copy(w->arena, dg_str_of(json_string_value(value)));
        if (slot && count < SLOTS_MAX && dg_conv_value(&w->slots[count].value, slot->kind, text, w->arena))
            w->slots[count++].name = slot->name;
    }
    return count;
}

static enum dg_turn ask(struct walk *w, const json_t *line)
{
    struct dg_intent intent = { .schema = dg_catalogue_find(text_of(w, line, "ask")), .slots = w->slots };
    if (!intent.schema)
        return dg_task_fail(&w->task, DG_BAD_INPUT, "no such intent");
    intent.slot_count = read_slots(w, intent.schema, json_object_get(line, "slots"));
    return w->task.adapter->ask(&w->task, &intent, &w->next);
}

static enum dg_transport_end end_of(struct dg_str word)
{
    if (dg_str_is(word, "ok"))
        return DG_SENT_OK;
    if (dg_str_is(word, "not"))
        return DG_SENT_NOT;
    return dg_str_is(word, "too-big") ? DG_SENT_TOO_BIG : DG_SENT_UNKNOWN;
}

static enum dg_turn hear(struct walk *w, const json_t *line)
{
    struct dg_reply reply = { .end = end_of(text_of(w, line, "end")), .body = text_of(w, line, "body") };
    reply.status = (int)json_integer_value(json_object_get(line, "status"));
    return w->task.adapter->hear(&w->task, &reply, &w->next);
}

static enum dg_turn obey(struct walk *w, const json_t *line)
{
    const struct dg_adapter *adapter = w->task.adapter;
    if (json_object_get(line, "end"))
        return hear(w, line);
    start_task(w);
    w->next = (struct dg_request){ 0 };
    if (json_object_get(line, "ask"))
        return ask(w, line);
    if (json_object_get(line, "book"))
        return adapter->book(&w->task, text_of(w, line, "book"), &w->next);
    if (json_object_get(line, "check"))
        return adapter->check(&w->task, text_of(w, line, "check"), &w->next);
    return adapter->undo(&w->task, text_of(w, line, "undo"), &w->next);
}

/* ---- out ----------------------------------------------------------------------------------------------------- */

static json_t *request_json(const struct dg_request *request)
{
    json_t *headers = json_object();
    for (size_t i = 0; i < request->header_count; i++) {
        const struct dg_header *h = &request->headers[i];
        json_object_set_new(headers, h->name.at, json_text(h->value));
    }
    return json_pack("{s:o,s:o,s:o,s:o,s:b}", "method", json_text(request->method), "url", json_text(request->url),
            "headers", headers, "body", json_text(request->body), "safe", request->safety == DG_SAFE);
}

static json_t *price_json(const struct dg_offer_price *price)
{
    if (!price->known)
        return json_null();
    return json_pack("{s:f,s:f,s:o}", "amount", price->amount, "amount_max", price->amount_max, "currency",
            json_text(price->currency));
}

static json_t *offers_json(const struct dg_task *task)
{
    json_t *offers = json_array();
    for (size_t i = 0; i < task->offer_count; i++) {
        const struct dg_offer *o = &task->offers[i];
        json_array_append_new(offers,
                json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:I,s:b}", "title", json_text(o->title), "subtitle",
                        json_text(o->subtitle), "provider", json_text(o->provider), "terms", json_text(o->terms),
                        "state", json_text(o->state), "price", price_json(&o->price), "expires",
                        (json_int_t)(o->has_expires ? o->expires.utc_s : 0), "sandbox", o->sandbox));
    }
    return offers;
}

static json_t *receipt_json(const struct dg_receipt *receipt)
{
    static const char *const ends[] = {
        [DG_RECEIPT_NONE] = "none",
        [DG_RECEIPT_BOOKED] = "booked",
        [DG_RECEIPT_REFUSED] = "refused",
        [DG_RECEIPT_CANCELLED] = "cancelled",
        [DG_RECEIPT_PENDING] = "pending",
    };
    return json_pack("{s:s,s:o,s:o,s:o,s:o}", "end", ends[receipt->end], "reference", json_text(receipt->reference),
            "detail", json_text(receipt->detail), "state", json_text(receipt->state), "price",
            price_json(&receipt->price));
}

static void answer(const struct walk *w, enum dg_turn turn)
{
    static const char *const turns[] = {
        [DG_TURN_SEND] = "send",
        [DG_TURN_DONE] = "done",
        [DG_TURN_FAIL] = "fail",
    };
    json_t *out = json_pack("{s:s}", "turn", turns[turn]);
    if (turn == DG_TURN_SEND)
        json_object_set_new(out, "request", request_json(&w->next));
    if (turn == DG_TURN_FAIL)
        json_object_set_new(out, "problem", json_string(w->task.problem.detail));
    if (w->task.missing)
        json_object_set_new(out, "missing", json_string(w->task.missing[0]));
    if (turn == DG_TURN_DONE) {
        json_object_set_new(out, "offers", offers_json(&w->task));
        json_object_set_new(out, "receipt", receipt_json(&w->task.receipt));
    }
    json_dumpf(out, stdout, JSON_COMPACT);
    puts("");
    fflush(stdout);
    json_decref(out);
}

int main(void)
{
    struct walk w = { .arena = dg_arena_create(ARENA_BYTES) };
    char *buffer = malloc(LINE_BYTES);
    while (buffer && fgets(buffer, LINE_BYTES, stdin)) {
        json_t *line = json_loads(buffer, 0, NULL);
        if (!line || (!w.task.adapter && !begin(&w, line))) {
            json_decref(line);
            break;
        }
        if (!json_object_get(line, "adapter"))
            answer(&w, obey(&w, line));
        json_decref(line);
    }
    dg_zone_destroy((struct dg_zone *)w.ctx.zone);
    dg_arena_destroy(w.arena);
    free(buffer);
    return 0;
}
