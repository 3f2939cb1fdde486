/* What goes into the reader and what comes out of it: talk and context in; plan, intents, slots, entities out.
 * Everything in a reading lives in the arena given to dg_read and borrows from the talk. Plain data: no thread owns it,
 * whoever has the arena does. The names are the contract's words. */
#ifndef DG_TYPES_H
#define DG_TYPES_H

#include "intents/str.h"

#include <stdint.h>

/* ---- input ------------------------------------------------------------------------------------------------ */

enum dg_language { DG_LANG_UNKNOWN, DG_LANG_ZH, DG_LANG_EN };

/* A point in time with the offset it is written with. */
struct dg_instant {
    int64_t utc_s; /* seconds since 1970-01-01T00:00:00Z */
    int32_t offset_s; /* east of UTC */
};

/* What a message is, as far as its form alone says. */
enum dg_message_kind {
    DG_MESSAGE_SAID, /* somebody's words; also emoji and stickers that answer ([OK], a thumb) */
    DG_MESSAGE_MEDIA, /* stands for a picture, a voice note, a file: no words of it can be read */
    DG_MESSAGE_SYSTEM, /* the app's own line: joined, recalled, encrypted, missed call */
};

/* One utterance. `text` is valid UTF-8 without NUL (checked at the border). */
struct dg_message {
    struct dg_str from; /* empty when not known */
    struct dg_str text;
    bool has_at;
    struct dg_instant at;
    enum dg_message_kind kind;
    size_t own; /* byte of the text at which the speaker's own words begin: past an earlier message that is quoted */
};

struct dg_talk {
    const struct dg_message *messages;
    size_t count;
    /* So many of the first messages were read before, in an earlier drag: what follows refines the plans made there.
     * Readings count messages from the one after them, and give no spans in them. */
    size_t remembered;
};

struct dg_zone; /* intents/zone.h */

struct dg_context {
    const struct dg_zone *zone; /* never NULL */
    struct dg_instant now; /* the reference where a message has no `at` */
    enum dg_language language; /* DG_LANG_UNKNOWN: to be detected */
    char region[4]; /* ISO 3166 of the locale ("GB"), or "": decides how 03/04 is read */
    struct dg_str me; /* the speaker who drags; may be empty */
    bool has_location;
    double lat, lon; /* WGS-84 degrees, of the person */
};

/* ---- values ----------------------------------------------------------------------------------------------- */

enum dg_grain {
    DG_GRAIN_NONE,
    DG_GRAIN_SECOND,
    DG_GRAIN_MINUTE,
    DG_GRAIN_HOUR,
    DG_GRAIN_PART_OF_DAY,
    DG_GRAIN_DAY,
    DG_GRAIN_WEEKEND,
    DG_GRAIN_WEEK,
    DG_GRAIN_MONTH,
    DG_GRAIN_QUARTER,
    DG_GRAIN_SEASON,
    DG_GRAIN_YEAR,
};

struct dg_time {
    bool has_start, has_end;
    struct dg_instant start, end; /* end is exclusive */
    enum dg_grain grain;
    struct dg_str duration; /* ISO 8601, or empty */
    struct dg_str recurrence; /* RFC 5545 without "RRULE:", or empty */
};

enum dg_place_kind {
    DG_PLACE_UNKNOWN,
    DG_PLACE_VENUE,
    DG_PLACE_ADDRESS,
    DG_PLACE_AREA,
    DG_PLACE_CITY,
    DG_PLACE_STATION,
    DG_PLACE_AIRPORT,
    DG_PLACE_HOME,
    DG_PLACE_WORK,
    DG_PLACE_HERE,
};

struct dg_place {
    struct dg_str name; /* never empty */
    struct dg_str area; /* may be empty */
    struct dg_str address; /* may be empty */
    bool has_point;
    double lat, lon; /* WGS-84 degrees */
    enum dg_place_kind kind;
    struct dg_str code; /* IATA, telegraph or UIC code known to the gazetteer, or empty; not part of the API */
};

struct dg_money {
    double amount;
    struct dg_str currency; /* ISO 4217 */
    struct dg_str per; /* "person", "night", or empty */
};

struct dg_code {
    struct dg_str code;
    struct dg_str scheme; /* "flight", "train", "tel", "url", a carrier's name, … or empty */
};

enum dg_value_kind { DG_NOTHING, DG_TIME, DG_PLACE, DG_COUNT, DG_TEXT, DG_MONEY, DG_PERSON, DG_CODE };

struct dg_value {
    enum dg_value_kind kind;
    union {
        struct dg_time time;
        struct dg_place place;
        double count;
        struct dg_str text; /* DG_TEXT and DG_PERSON */
        struct dg_money money;
        struct dg_code code;
    };
};

/* ---- output ----------------------------------------------------------------------------------------------- */

/* Bytes [start, end) of the text of message number `message`, as it was given. The wire turns them into the unit
 * that the caller asked for. */
struct dg_span {
    uint32_t message;
    uint32_t start_byte, end_byte;
};

enum dg_slot_status { DG_AGREED, DG_PROPOSED, DG_REJECTED, DG_SUPERSEDED, DG_INFERRED };

struct dg_slot {
    const char *name; /* the contract's word: "time", "venue", … */
    struct dg_value value;
    struct dg_str text; /* the words that it came from, joined; empty when inferred */
    enum dg_slot_status status;
    const struct dg_span *spans;
    size_t span_count;
    /* superseded and rejected slots: the message that did it; -1 where none */
    int32_t by_message;
    /* several slots of one name (stops, attendees) stand side by side and are told by `many` */
    bool many;
};

struct dg_note { /* a question or a warning */
    const char *type; /* question: the slot's name; warning: its stable type */
    const char *slot; /* the slot concerned, or NULL */
    struct dg_str detail; /* a plain sentence in the text's language */
};

struct dg_intent_schema; /* intents/catalogue.h */

struct dg_intent {
    const struct dg_intent_schema *schema;
    double confidence; /* 0 to 1; the score that it is made of until the reading is whole */
    uint32_t plan; /* index of the plan that it came from */
    const struct dg_slot *slots;
    size_t slot_count;
    const char *const *missing; /* required slots that are not filled */
    size_t missing_count;
    const struct dg_note *questions;
    size_t question_count;
    const struct dg_note *warnings;
    size_t warning_count;
};

struct dg_plan {
    const char *activity; /* "dinner", "lunch", "coffee", "movie", "trip", "meeting", … or NULL */
    const struct dg_slot *slots; /* time, place, participants: what all intents share */
    size_t slot_count;
};

struct dg_entity {
    const char *type; /* "time", "place", "number", "phone", "email", "url", "money", "code", "person", … */
    struct dg_str text;
    struct dg_value value;
    const struct dg_span *spans;
    size_t span_count;
};

struct dg_reading {
    enum dg_language language;
    bool goes_on; /* the talk goes on from what is remembered; false: other people talk of something else */
    const struct dg_plan *plans; /* the first is the one that the API calls `plan` */
    size_t plan_count;
    const struct dg_intent *intents; /* best first */
    size_t intent_count;
    const struct dg_slot *superseded; /* also the rejected ones; spans[0] says where */
    size_t superseded_count;
    const struct dg_entity *entities;
    size_t entity_count;
};

const char *dg_grain_name(enum dg_grain g);
const char *dg_slot_status_name(enum dg_slot_status s);
const char *dg_place_kind_name(enum dg_place_kind k);
const char *dg_language_tag(enum dg_language l); /* "zh", "en", "und" */

/* The first slot called `name`, or NULL. */
const struct dg_slot *dg_intent_slot(const struct dg_intent *intent, const char *name);

#endif
