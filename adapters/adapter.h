/* The seam between Dragoman and a provider: a const struct of functions and a const list of structs (adapters.c).
 * An adapter is logic only: it writes requests and reads replies and never sees a socket, a clock or a store. A task (one
 * adapter at work on one intent, or on one confirmed offer) owns an arena; all that the functions make lives in it. One
 * task belongs to one thread; the adapter itself is constant. */
#ifndef DG_ADAPTER_H
#define DG_ADAPTER_H

#include "adapters/request.h"
#include "intents/status.h"
#include "intents/types.h"
#include "intents/zone.h"

enum dg_turn {
    DG_TURN_SEND, /* `next` is written: send it and call hear with the reply */
    DG_TURN_DONE, /* the task's result (offers, or receipt) is complete */
    DG_TURN_FAIL, /* task->problem says why */
};

/* One configurable value of an adapter: `adapter.<name>.<key>` in the configuration. */
struct dg_adapter_option {
    const char *key; /* NULL ends the list */
    const char *help;
    bool required; /* the adapter is off without it */
    bool secret; /* never shown */
};

enum { DG_OPTIONS_MAX = 12, DG_OFFERS_MAX = 20 };

struct dg_adapter_settings { /* values in the order of the adapter's options; empty where not given */
    struct dg_str values[DG_OPTIONS_MAX];
    bool sandbox; /* adapter.<name>.sandbox: every card of it says so */
};

enum dg_offer_kind {
    DG_OFFER_LINK, /* opens an app or a page; nothing is booked by us */
    DG_OFFER_BOOK, /* can be booked through `book` */
};

struct dg_offer_price {
    bool known;
    double amount, amount_max; /* amount_max == amount unless it is an estimate */
    struct dg_str currency; /* ISO 4217 */
};

struct dg_offer {
    enum dg_offer_kind kind;
    bool sandbox;
    bool has_starts, has_ends, has_expires; /* which of the times below are known */
    struct dg_str title; /* "Sandbox Taxi, 4 seats", in the talk's language where the provider has one */
    struct dg_str subtitle; /* may be empty */
    struct dg_str provider; /* shown name: "Uber" */
    struct dg_offer_price price;
    struct dg_instant starts, ends; /* of the service: pick-up and arrival, departure and arrival */
    struct dg_instant expires; /* of the offer */
    struct dg_str link; /* universal https link, or app scheme where there is no other; LINK offers only */
    struct dg_str app_link; /* the app's own scheme, or empty */
    /* LINK offers, by who opens them; each may be empty: an intent: URL for pages on Android, a universal link or the app's
     * scheme for iOS, a page for everybody */
    struct dg_str android_link, ios_link, web_link;
    struct dg_str terms; /* cancellation and the like, plain text; may be empty */
    struct dg_str state; /* what `book` needs, JSON text made by the adapter; stored with the action */
    struct dg_str fields; /* comma-separated slots that a link carries */
};

enum dg_receipt_end {
    DG_RECEIPT_NONE,
    DG_RECEIPT_BOOKED,
    DG_RECEIPT_REFUSED,
    DG_RECEIPT_CANCELLED,
    DG_RECEIPT_PENDING
};

struct dg_receipt {
    enum dg_receipt_end end;
    struct dg_str reference; /* the provider's own number */
    struct dg_str detail; /* plain text for the person */
    struct dg_str state; /* what `undo` and `check` need, JSON text; stored with the action */
    struct dg_offer_price price; /* when the provider charged another than offered */
};

struct dg_task {
    const struct dg_adapter *adapter;
    const struct dg_adapter_settings *settings;
    const struct dg_context *ctx; /* zone, now, location, me */
    enum dg_language language;
    struct dg_arena *arena;
    /* chosen by us and stored before anything is sent: the provider sees it as its idempotency or booking key */
    struct dg_str key;
    void *state; /* adapter->task_size zeroed bytes */
    struct dg_offer offers[DG_OFFERS_MAX];
    size_t offer_count;
    struct dg_str unsent; /* what was agreed and this provider cannot be told, in words; see adapters/link/note.h */
    const char *const *missing; /* slots that the adapter needs and has not got, NULL-ended, or NULL */
    struct dg_receipt receipt;
    struct dg_problem problem;
};

struct dg_manifest; /* adapters/manifest.h */

/* The app behind a link, as phones know it. */
struct dg_phone_app {
    const char *android_package; /* "com.ubercab", or NULL: no intent is made */
    const char *android_scheme; /* where pages on Android want another scheme than the app's own; or NULL */
    bool universal; /* its web link opens the app on iOS */
};

struct dg_adapter {
    const char *name; /* "tomp"; stable, appears in the API and in the configuration */
    const char *title; /* for people: "TOMP ride operators" */
    /* Where no request is ever made (links) NULL. Otherwise the key of the option that holds the base URL: its host, and no
     * other, is ever called. */
    const char *base_option;
    /* The key of the option that holds the base URL of an authorization server of its own, or NULL. Only requests marked
     * `to_token_host` go there. */
    const char *token_base_option;
    const char *const *intents; /* NULL-ended; empty where it only `locates` */
    bool locates; /* it is asked where a place is (adapters/place/place.h), never offered as a card */
    const char *const *languages; /* NULL-ended tags for which it makes sense, or NULL: any */
    /* whether it serves the place of the person or of the intent; NULL: everywhere */
    bool (*serves)(const struct dg_intent *, const struct dg_context *);
    const struct dg_adapter_option *options; /* may be NULL */
    const struct dg_phone_app *app; /* links only; NULL: no app is known */
    const struct dg_manifest *manifest; /* its examples; it is on only where they hold (adapters/self_test.h) */
    size_t task_size;
    uint32_t deadline_ms; /* for offers, all requests of the task together */
    /* required: writes the first request for offers, or makes them at once (links), or fails with `missing` set */
    enum dg_turn (*ask)(struct dg_task *, const struct dg_intent *, struct dg_request *next);
    /* required unless ask never sends: reads a reply of ask, book, undo or check; may send again */
    enum dg_turn (*hear)(struct dg_task *, const struct dg_reply *, struct dg_request *next);
    /* the confirmed offer, from its `state` (checked against nothing else); NULL where there are only links.
     * DONE with BOOKED or REFUSED is final. DONE with PENDING: it was sent and the outcome is not known, so `check` is asked
     * later; a reply whose `end` is DG_SENT_UNKNOWN must be given to hear, which says so. FAIL: nothing was booked. */
    enum dg_turn (*book)(struct dg_task *, struct dg_str offer_state, struct dg_request *next);
    /* what became of a booking whose outcome is unknown, by task->key and the offer's state; must be safe to repeat.
     * receipt.end NONE: the provider never heard of it. What the provider holds half-booked is completed, at the price that
     * was confirmed. NULL: cannot be asked */
    enum dg_turn (*check)(struct dg_task *, struct dg_str offer_state, struct dg_request *next);
    /* cancels, from the receipt's `state`; NULL where the provider has no undo. DONE with CANCELLED (receipt.price: the fee,
     * where there is one), REFUSED (it stands) or PENDING (not known); FAIL: nothing reached the provider. Must be safe to
     * repeat where there is no `check` */
    enum dg_turn (*undo)(struct dg_task *, struct dg_str receipt_state, struct dg_request *next);
};

/* Every adapter, in the order in which cards of equal rank are shown; NULL-ended. */
extern const struct dg_adapter *const dg_adapters[];

/* The adapter called `name`, or NULL. */
const struct dg_adapter *dg_adapter_find(struct dg_str name);
/* The value of option `key` in the settings; empty when not given. */
struct dg_str dg_setting(const struct dg_task *task, const char *key);
/* The base URL (the setting named by base_option, without a slash at its end) and `path`; empty when the arena is full. */
struct dg_str dg_task_url(const struct dg_task *task, struct dg_str path);
/* The same below the base URL named by `option`. */
struct dg_str dg_task_url_of(const struct dg_task *task, const char *option, struct dg_str path);
bool dg_adapter_does(const struct dg_adapter *adapter, const char *intent);
/* Whether it does the intent for a person who speaks ctx->language, at the place that matters. */
bool dg_adapter_serves(const struct dg_adapter *adapter, const struct dg_intent *intent, const struct dg_context *ctx);

/* ---- what adapters say, in few words (task.c) ---------------------------------------------------------------- */

/* The task's next offer, zeroed but for kind, provider (the adapter's title) and sandbox; NULL when there is no room. */
struct dg_offer *dg_task_offer(struct dg_task *task, enum dg_offer_kind kind);
/* DG_TURN_FAIL with task->problem filled; `detail` is a plain sentence without the person's text. */
enum dg_turn dg_task_fail(struct dg_task *task, enum dg_status status, const char *detail, ...)
        __attribute__((format(printf, 3, 4)));
/* DG_TURN_FAIL because slots are not filled, or not well enough for this adapter: NULL-ended, constant. */
enum dg_turn dg_task_missing(struct dg_task *task, const char *const *slots, const char *detail);
/* DG_TURN_FAIL for a reply that is of no use: unanswered, too big or with an unexpected status. */
enum dg_turn dg_task_fail_reply(struct dg_task *task, const struct dg_reply *reply);
/* Whether `now` asks for no more than `agreed`, in its currency; also where one of the two is not known. Half a cent of
 * rounding is no change. */
bool dg_price_holds(const struct dg_offer_price *agreed, const struct dg_offer_price *now);
/* `en` or `zh` by the task's language; English where it is neither. */
const char *dg_task_words(const struct dg_task *task, const char *en, const char *zh);

#endif
