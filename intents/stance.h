/* What the tracker remembers: topics (plans in the making) and the stances taken on each of their fields.
 * A stance is one value that somebody put forward; the newest of a field comes first in its chain. Everything lives in the
 * arena. Belongs to the thread that reads. */
#ifndef DG_STANCE_H
#define DG_STANCE_H

#include "intents/act.h"
#include "intents/when.h"

enum dg_field {
    DG_F_TIME,
    DG_F_UNTIL, /* the way back, the leaving of the hotel */
    DG_F_OLD_TIME, /* of an entry that is being moved */
    DG_F_VENUE,
    DG_F_AREA, /* areas, cities, stations, airports */
    DG_F_ORIGIN,
    DG_F_STOP,
    DG_F_PEOPLE,
    DG_F_TICKETS,
    DG_F_ROOMS,
    DG_F_NIGHTS,
    DG_F_STARS,
    DG_F_BUDGET,
    DG_F_CUISINE,
    DG_F_TITLE,
    DG_F_NUMBER, /* of a flight or train */
    DG_F_RIDE_TYPE,
    DG_F_SEAT,
    DG_F_MODE,
    DG_F_URL,
    DG_F_REMINDER, /* how long before */
    DG_F_WHO,
    DG_F_COUNT
};

enum { DG_TOPICS_MAX = 16, DG_NO_STANCE = -1, DG_SPANS_MAX = 6 };

struct dg_stance {
    enum dg_field field;
    uint32_t topic, message, speaker;
    enum dg_slot_status status;
    int32_t by_message; /* that superseded or rejected it; -1 */
    int32_t older; /* the stance on the same field before this one, or DG_NO_STANCE */
    struct dg_value value;
    const struct dg_when *when; /* times: as composed so far */
    struct dg_instant reference;
    const struct dg_mention *from[DG_SPANS_MAX]; /* the words that it is made of */
    size_t from_count;
    bool tentative; /* put as a question or a wish: what is agreed already stands until somebody says yes */
    int32_t agreed_message; /* by which it was agreed; -1 */
    bool merged; /* its words went on into the next stance of the same breath: not told as superseded */
};

struct dg_topic {
    const struct dg_activity *activity;
    int strength; /* of the word that named the activity */
    uint32_t named_message, named_start, named_end; /* that word */
    bool named;
    uint32_t opened, last; /* messages */
    int32_t newest[DG_F_COUNT]; /* stance, or DG_NO_STANCE */
    bool requested; /* somebody is told to book, to call a car */
    bool booked; /* it is done already */
    bool accepted; /* by somebody who had not proposed it */
    bool proposed;
    bool called_off;
    uint64_t declined_by; /* who, of two, said no to all of it: nothing was put forward since */
    int32_t refused; /* the stance that a "no" turned down without naming it, or DG_NO_STANCE */
    bool stood; /* "is it still on?": it was arranged before the talk */
    bool moved; /* an entry that stood before the talk is moved … */
    bool removed; /* … or taken off */
    bool hinted; /* what it is about was learned to be so, and not said */
    uint64_t speakers; /* who spoke for it; bit = number of the speaker, the last bit for all beyond */
    uint64_t against;
    uint64_t joined, left; /* who said that they are in, and who that they are out */
    enum dg_field touched; /* the time field that was filled last */
    uint32_t touched_message;
    int32_t before; /* the topic that was talked of when this one opened, or -1 */
};

struct dg_topics {
    struct dg_topic at[DG_TOPICS_MAX];
    size_t count;
    uint32_t fresh; /* what is said from this message on replaces what was agreed before it, also unanswered */
    struct dg_stance *stances;
    size_t stance_count, stance_room;
    const struct dg_zone *zone;
    bool clock24; /* some time of the talk is written as 13:00 or later */
    const struct dg_text *texts; /* one a message */
    const struct dg_lexicon *lexicon;
    struct dg_arena *arena;
};

/* What stands: of the stances neither rejected nor superseded the newest that is agreed where there is one, else the
 * newest; NULL when nothing stands. */
const struct dg_stance *dg_topic_current(
        const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field);
struct dg_stance *dg_topic_newest(const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field);

/* Puts a stance forward; what stood in the field before is superseded unless `beside` (several may stand), or unless it is
 * agreed and the stance tentative: then both stand until somebody answers. Returns NULL only when the arena is full. */
struct dg_stance *dg_topic_put(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_stance *stance, bool beside);

/* Rejects the stance; what it had superseded stands again. */
void dg_topic_reject_stance(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, uint32_t message);

/* Rejects the newest open stance of the field that the mention means (NULL: whichever it is). Returns whether there was
 * one. */
bool dg_topic_reject(struct dg_topics *all, struct dg_topic *topic, enum dg_field field, const struct dg_mention *meant,
        uint32_t message);

/* A set of fields, a bit each. */
#define DG_FIELD(field) (1ull << (field))

/* Everything proposed by others than `speaker` becomes agreed by `message`, but for the fields of the set `but`, which the
 * same words fill anew. Returns whether anything did. */
bool dg_topic_agree(struct dg_topics *all, struct dg_topic *topic, uint32_t speaker, uint32_t message, uint64_t but);

/* Whether the two name the same thing: one name within the other. */
bool dg_same_name(struct dg_str a, struct dg_str b);

#endif
