/* Cards: which, in what order, and whose tokens fit. */
#include "tests/server/story.h"

static struct dg_plug plug_a = { .on = true }, plug_b = { .on = true };
static enum dg_turn never(struct dg_task *task, struct dg_str state, struct dg_request *next)
{
    (void)task;
    (void)state;
    (void)next;
    return DG_TURN_FAIL;
}

static const struct dg_adapter adapter_a = { .name = "a", .book = never };
static const struct dg_adapter adapter_b = { .name = "b" };

struct priced {
    const char *title;
    double amount; /* below 0: not known */
    const char *currency;
    int64_t starts_s, expires_s; /* 0: not said */
    enum dg_offer_kind kind;
};

static struct dg_offer offer_of(const struct priced *p)
{
    struct dg_offer offer = { .title = dg_str_of(p->title), .kind = p->kind };
    offer.price.known = p->amount >= 0;
    offer.price.amount = offer.price.amount_max = p->amount;
    offer.price.currency = dg_str_of(p->currency);
    offer.has_starts = p->starts_s > 0;
    offer.starts.utc_s = p->starts_s;
    offer.has_expires = p->expires_s > 0;
    offer.expires.utc_s = p->expires_s;
    return offer;
}

/* The titles of the cards of two adapters, in order, with commas. */
static struct dg_str order_of(struct story *s, const struct priced *offers, size_t count, size_t of_a, int64_t now_s)
{
    struct dg_offer made[8];
    struct dg_cards cards;
    struct dg_drag_task task = { .fingerprint = dg_str_of("f") };
    for (size_t i = 0; i < count; i++)
        made[i] = offer_of(&offers[i]);
    plug_a.adapter = &adapter_a;
    plug_b.adapter = &adapter_b;
    struct dg_route routes[] = { { .plug = &plug_a, .task = &task }, { .plug = &plug_b } };
    routes[0].answer = (struct dg_offers){ .state = DG_OFFERS_DONE, .offers = made, .offer_count = of_a };
    routes[1].answer =
            (struct dg_offers){ .state = DG_OFFERS_DONE, .offers = made + of_a, .offer_count = count - of_a };
    const struct dg_target target = { &s->drag.reading->intents[0], routes, 2 };
    struct dg_str out = { "", 0 };
    DG_CHECK(dg_cards_of_target(&cards, &s->fake->lane, &s->drag, &target, now_s, s->arena), "made");
    for (size_t i = 0; i < cards.count; i++)
        out = dg_arena_print(s->arena, "%.*s%s%s", (int)out.len, out.at, i ? "," : "", cards.at[i].offer->title.at);
    return out;
}

static struct story *ride(void)
{
    struct story *s = story_begin();
    story_start(s, "{\"text\":\"" RIDE "\"}");
    story_pass(s, 100);
    story_load(s);
    return s;
}

static void the_order_is_the_documented_one(void)
{
    static const struct {
        const char *about, *want;
        struct priced offers[5];
        size_t count, of_a;
    } cases[] = {
        { "what can be booked before links", "book,link",
                { { "book", 9, "EUR", 0, 0, DG_OFFER_BOOK }, { "link", -1, "", 0, 0, DG_OFFER_LINK } }, 2, 1 },
        { "the cheaper first", "5,7,9",
                { { "9", 9, "EUR", 0, 0, DG_OFFER_BOOK }, { "5", 5, "EUR", 0, 0, DG_OFFER_BOOK },
                        { "7", 7, "EUR", 0, 0, DG_OFFER_BOOK } },
                3, 3 },
        { "one without a price last", "9,free?",
                { { "free?", -1, "", 0, 0, DG_OFFER_BOOK }, { "9", 9, "EUR", 0, 0, DG_OFFER_BOOK } }, 2, 2 },
        { "currencies are not compared", "200yen,1euro",
                { { "200yen", 200, "JPY", 0, 0, DG_OFFER_BOOK }, { "1euro", 1, "EUR", 0, 0, DG_OFFER_BOOK } }, 2, 2 },
        { "the earlier of two at one price", "six,seven",
                { { "seven", 5, "EUR", 700, 0, DG_OFFER_BOOK }, { "six", 5, "EUR", 600, 0, DG_OFFER_BOOK } }, 2, 2 },
        { "links in the adapters' order", "x,y",
                { { "x", 9, "EUR", 0, 0, DG_OFFER_LINK }, { "y", 1, "EUR", 0, 0, DG_OFFER_LINK } }, 2, 1 },
        { "expired ones are left out", "fresh",
                { { "old", 1, "EUR", 0, 100, DG_OFFER_BOOK }, { "fresh", 9, "EUR", 0, 101, DG_OFFER_BOOK } }, 2, 2 },
    };
    struct story *s = ride();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        DG_CHECK_STR(order_of(s, cases[i].offers, cases[i].count, cases[i].of_a, 100), cases[i].want, cases[i].about);
    story_end(s);
}

static bool token_of(struct story *s, struct dg_confirm_token *out, struct dg_str caller, const char *action,
        const char *fingerprint, double amount)
{
    struct priced p = { "car", amount, "EUR", 0, 500, DG_OFFER_BOOK };
    struct dg_offer offer = offer_of(&p);
    struct dg_confirm_bond bond = { .caller = caller, .fingerprint = dg_str_of(fingerprint), .offer = &offer };
    memcpy(bond.action.text, action, strlen(action));
    return dg_confirm_token_make(out, &s->fake->lane, &bond, s->arena);
}

static void a_token_fits_its_card_and_no_other(void)
{
    struct story *s = ride();
    struct dg_confirm_token own, other;
    struct dg_str ann = dg_str_of("ann");
    token_of(s, &own, ann, "a1", "f", 5);
    token_of(s, &other, ann, "a1", "f", 5);
    DG_CHECK(dg_confirm_token_is(&own, dg_str_of(other.text)), "the same bond, the same token");
    token_of(s, &other, dg_str_of("bob"), "a1", "f", 5);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "another caller");
    token_of(s, &other, ann, "a2", "f", 5);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "another action");
    token_of(s, &other, ann, "a1", "g", 5);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "other slots");
    token_of(s, &other, ann, "a1", "f", 5.01);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "another price");
    token_of(s, &other, dg_str_of("anna"), "1", "f", 5);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "parts that run together");
    s->fake->lane.confirm_key[0] ^= 1;
    token_of(s, &other, ann, "a1", "f", 5);
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of(other.text)), "another key");
    DG_CHECK(!dg_confirm_token_is(&own, dg_str_of("1.")), "a short one");
    story_end(s);
}

static void known(void *owner, enum dg_status status)
{
    *(enum dg_status *)owner = status;
}

static void forgotten(void *owner, enum dg_status status, const struct dg_record *records, size_t count)
{
    (void)owner;
    (void)records;
    (void)count;
    DG_CHECK_INT(status, DG_OK, "forgotten");
}

static void all_servers_of_a_store_have_one_key(void)
{
    struct story *s = story_begin();
    struct dg_lane other = s->fake->lane;
    enum dg_status first = DG_INTERNAL, second = DG_INTERNAL;
    dg_confirm_key_need(&s->fake->lane, known, &first);
    dg_confirm_key_need(&other, known, &second);
    story_pass(s, 0);
    DG_CHECK_INT(first, DG_OK, "first");
    DG_CHECK_INT(second, DG_OK, "second, asking at the same time");
    DG_CHECK(memcmp(s->fake->lane.confirm_key, other.confirm_key, 32) == 0, "the same key");
    story_end(s);
}

static void servers_agree_again_when_the_store_has_come_back_empty(void)
{
    struct story *s = story_begin();
    struct dg_lane *first = &s->fake->lane, second;
    enum dg_status status = DG_INTERNAL;
    dg_confirm_key_need(first, known, &status);
    story_pass(s, 11000);
    unsigned char before = first->confirm_key[0];
    first->store->ops->forget(first->store, dg_str_of("server"), forgotten, NULL);
    second = *first;
    second.confirm_key_known = false;
    dg_confirm_key_need(first, known, &status);
    dg_confirm_key_need(&second, known, &status);
    story_pass(s, 0);
    DG_CHECK_INT(first->confirm_key[0], before, "the key goes on");
    DG_CHECK(memcmp(first->confirm_key, second.confirm_key, 32) == 0, "a new server takes it over");
    story_end(s);
}

static void without_the_store_there_is_no_key(void)
{
    for (unsigned n = 1; n <= 2; n++) {
        struct story *s = story_begin();
        enum dg_status status = DG_INTERNAL;
        *dg_fake_store_faults(s->fake->lane.store) = (struct dg_fake_faults){ .kind = DG_FAKE_BEFORE, .at = n };
        dg_confirm_key_need(&s->fake->lane, known, &status);
        story_pass(s, 0);
        DG_CHECK_INT(status, DG_UNAVAILABLE, "status");
        DG_CHECK(!s->fake->lane.confirm_key_known, "no key");
        dg_confirm_key_need(&s->fake->lane, known, &status);
        story_pass(s, 0);
        DG_CHECK_INT(status, DG_OK, "when it is back");
        story_end(s);
    }
}

static void everyone_without_a_card_has_a_reason(void)
{
    static const struct {
        struct dg_offers answer;
        const char *want;
    } cases[] = {
        { { .state = DG_OFFERS_PENDING }, "pending" },
        { { .state = DG_OFFERS_DONE }, "no-offers" },
        { { .state = DG_OFFERS_FAILED, .reason = { "timeout", 7 } }, "timeout" },
        { { .state = DG_OFFERS_SKIPPED, .reason = { "local-only", 10 } }, "local-only" },
    };
    struct dg_arena *arena = dg_arena_create(1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct dg_route route = { .plug = &plug_a, .answer = cases[i].answer };
        const struct dg_target target = { .routes = &route, .route_count = 1 };
        struct dg_silences silences;
        dg_silences_of_target(&silences, &target, 100, arena);
        DG_CHECK_INT((long long)silences.count, 1, cases[i].want);
        DG_CHECK_STR(silences.at[0].reason, cases[i].want, "reason");
    }
    dg_arena_destroy(arena);
}

int main(void)
{
    dg_run("the order is the documented one", the_order_is_the_documented_one);
    dg_run("a token fits its card and no other", a_token_fits_its_card_and_no_other);
    dg_run("all servers of a store have one key", all_servers_of_a_store_have_one_key);
    dg_run("servers agree again when the store has come back empty",
            servers_agree_again_when_the_store_has_come_back_empty);
    dg_run("without the store there is no key", without_the_store_there_is_no_key);
    dg_run("everyone without a card has a reason", everyone_without_a_card_has_a_reason);
    return dg_done();
}
