/* Recognisers: each finds one kind of thing in one message.
 * A recogniser is constant data and pure: it reads the scan, reports mentions to the sink and keeps nothing. Mentions live
 * in the arena of the scan. Adding one is a file, a line in recognisers.c and a table of cases. */
#ifndef DG_RECOGNISER_H
#define DG_RECOGNISER_H

#include "intents/arena.h"
#include "intents/lexicon.h"
#include "intents/normalise.h"
#include "intents/types.h"

struct dg_when; /* intents/when.h */

/* The `type` of an entity in the API, and what the tracker needs to know of it. */
#define DG_MENTION_ROWS(X) \
    X(TIME, "time") \
    X(PLACE, "place") \
    X(PERSON, "person") \
    X(NUMBER, "number") \
    X(COUNT, "count") /* a number of people, tickets, rooms, nights: `unit` says which */ \
    X(MONEY, "money") \
    X(PERCENT, "percent") \
    X(PHONE, "phone") \
    X(EMAIL, "email") \
    X(URL, "url") \
    X(CODE, "code") /* flight, train and parcel numbers: value.code.scheme says which */ \
    X(SECRET, "secret") /* verification codes, passwords: never shown, logged or used */ \
    X(CUISINE, "cuisine") \
    X(TITLE, "title") /* a film, a show, a meeting's name */ \
    X(RIDE_TYPE, "ride_type") \
    X(SEAT, "seat") /* seat or cabin class */ \
    X(MODE, "mode") /* by car, on foot */

enum dg_mention_type {
#define ROW(name, text) DG_M_##name,
    DG_MENTION_ROWS(ROW)
#undef ROW
            DG_M_COUNT_OF_TYPES
};

const char *dg_mention_type_name(enum dg_mention_type type);

/* What the words before a mention make of it: "from X", "到X", "in X". */
enum dg_role {
    DG_ROLE_NONE,
    DG_ROLE_ORIGIN, /* 从, 由, from, leaving */
    DG_ROLE_DESTINATION, /* 到, 去, 飞, to, heading to */
    DG_ROLE_AT, /* 在, at, in, 那家 */
    DG_ROLE_VIA, /* 路过, 先去…接, via, swing by */
    DG_ROLE_NEAR, /* X附近, near, around */
    DG_ROLE_WITH, /* people: 和, 跟, 叫上, with */
    DG_ROLE_NOT, /* 不去, 别去, anything but: named in order to be left out */
};

struct dg_mention {
    enum dg_mention_type type;
    uint32_t message;
    uint32_t start, end; /* bytes of the folded text */
    struct dg_value value; /* as far as this message alone says */
    const struct dg_when *when; /* times only: what was said, before it was resolved */
    const char *unit; /* counts: "person", "ticket", "room", "night", "hour", … or NULL */
    double score; /* 0 to 1: how sure the recogniser is; 1 for closed forms */
    enum dg_role role; /* places and people; DG_ROLE_NONE where nothing says it */
    bool led; /* places: the word before leads to nothing but places (at, but not in) */
};

/* How the words of a message are cut at a byte: the same each time that a recogniser cuts them (intents/token.h). */
struct dg_cut {
    uint32_t end; /* 0: not cut yet */
    uint32_t is; /* DG_T_… */
};

struct dg_scan {
    const struct dg_text *text;
    uint32_t message;
    enum dg_language language; /* of the talk; the message may still mix both */
    const struct dg_context *ctx;
    struct dg_instant reference; /* the message's own `at`, else ctx->now */
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
    struct dg_arena *scratch; /* for what is needed only until the message is read; NULL: the arena */
    struct dg_cut
            *cuts; /* one a byte of the folded text, zeroed before the first recogniser; NULL: cut anew each time */
    /* what earlier recognisers (in the order of the list) found in this message */
    const struct dg_mention *before;
    size_t before_count;
};

static inline struct dg_arena *dg_scan_scratch(const struct dg_scan *scan)
{
    return scan->scratch ? scan->scratch : scan->arena;
}

struct dg_sink; /* collects mentions; intents/recognisers.c */

/* Reports a mention; silently dropped when the arena is full (its overflow mark tells). */
void dg_sink_add(struct dg_sink *sink, const struct dg_mention *mention);

struct dg_recogniser {
    const char *name;
    void (*scan)(const struct dg_scan *scan, struct dg_sink *sink);
};

extern const struct dg_recogniser dg_recogniser_count, dg_recogniser_number, dg_recogniser_time, dg_recogniser_money,
        dg_recogniser_contact, dg_recogniser_code, dg_recogniser_place, dg_recogniser_person, dg_recogniser_topic;

/* Everything that the list of recognisers finds in a message, in order of position; of two that overlap the longer
 * stays, the one earlier in the list on a tie. Bare numbers inside other mentions are dropped. */
struct dg_mentions {
    const struct dg_mention *at;
    size_t count;
    /* the numbers in times, amounts of money and counts (20 in 20 dollars): entities of their own, used for nothing else */
    const struct dg_mention *inner;
    size_t inner_count;
};
struct dg_mentions dg_recognise(const struct dg_scan *scan);
/* What one recogniser finds by itself. */
struct dg_mentions dg_recognise_only(const struct dg_scan *scan, const struct dg_recogniser *only);

#endif
