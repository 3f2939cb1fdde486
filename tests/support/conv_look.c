#include "tests/support/conv.h"

static struct dg_str price_text(const struct dg_conv_end *c, const struct dg_offer_price *p)
{
    if (!p->known)
        return (struct dg_str){ "", 0 };
    if (p->amount_max > p->amount)
        return dg_arena_print(
                c->task->arena, "%.2f-%.2f %.*s", p->amount, p->amount_max, (int)p->currency.len, p->currency.at);
    return dg_arena_print(c->task->arena, "%.2f %.*s", p->amount, (int)p->currency.len, p->currency.at);
}

static struct dg_str instant_text(const struct dg_conv_end *c, bool has, struct dg_instant t)
{
    return has ? dg_instant_print(c->task->arena, t) : (struct dg_str){ "", 0 };
}

static struct dg_str of_offer(const struct dg_conv_end *c, const struct dg_offer *o, struct dg_str field)
{
    const struct {
        const char *name;
        struct dg_str value;
    } fields[] = {
        { "kind", dg_str_of(o->kind == DG_OFFER_LINK ? "link" : "book") },
        { "title", o->title },
        { "subtitle", o->subtitle },
        { "provider", o->provider },
        { "price", price_text(c, &o->price) },
        { "starts", instant_text(c, o->has_starts, o->starts) },
        { "ends", instant_text(c, o->has_ends, o->ends) },
        { "expires", instant_text(c, o->has_expires, o->expires) },
        { "link", o->link },
        { "app", o->app_link },
        { "android", o->android_link },
        { "ios", o->ios_link },
        { "web", o->web_link },
        { "terms", o->terms },
        { "state", o->state },
        { "fields", o->fields },
        { "sandbox", dg_str_of(o->sandbox ? "yes" : "no") },
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (dg_str_is(field, fields[i].name))
            return fields[i].value;
    }
    return dg_str_of("(an offer has no such field)");
}

static struct dg_str missing_text(const struct dg_conv_end *c)
{
    struct dg_str text = { "", 0 };
    for (const char *const *m = c->task->missing; m && *m; m++)
        text = dg_arena_print(c->task->arena, "%.*s%s%s", (int)text.len, text.at, text.len ? "," : "", *m);
    return text;
}

static struct dg_str of_task(const struct dg_conv_end *c, struct dg_str field)
{
    static const char *const ends[] = { [DG_RECEIPT_NONE] = "none",
        [DG_RECEIPT_BOOKED] = "booked",
        [DG_RECEIPT_REFUSED] = "refused",
        [DG_RECEIPT_CANCELLED] = "cancelled",
        [DG_RECEIPT_PENDING] = "pending" };
    const struct dg_receipt *r = &c->task->receipt;
    const struct {
        const char *name;
        struct dg_str value;
    } fields[] = {
        { "offers", dg_arena_print(c->task->arena, "%zu", c->task->offer_count) },
        { "fail", dg_str_of(c->turn == DG_TURN_FAIL ? dg_status_type(c->task->problem.status) : "") },
        { "detail", dg_str_of(c->task->problem.detail) },
        { "missing", missing_text(c) },
        { "receipt", dg_str_of(ends[r->end]) },
        { "reference", r->reference },
        { "said", r->detail },
        { "kept", r->state },
        { "charged", price_text(c, &r->price) },
    };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        if (dg_str_is(field, fields[i].name))
            return fields[i].value;
    }
    return dg_str_of("(a task has no such field)");
}

struct dg_str dg_conv_look(const struct dg_conv_end *c, struct dg_str field)
{
    bool of_one = field.len > 2 && field.at[0] >= '1' && field.at[0] <= '9' && field.at[1] == ' ';
    size_t n = of_one ? (size_t)(field.at[0] - '1') : 0;
    if (c->turn == DG_TURN_SEND)
        return dg_str_of("(a request is waiting for its reply)");
    if (!of_one)
        return of_task(c, field);
    if (n >= c->task->offer_count)
        return dg_str_of("(no such offer)");
    return of_offer(c, &c->task->offers[n], dg_str_cut(field, 2, field.len));
}
