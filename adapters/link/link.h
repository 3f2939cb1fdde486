/* Writing app links: a base, then fields, each value percent-encoded as UTF-8 (brackets in names too).
 * A link is a bounded piece of stack memory; what does not fit marks it as cut and dg_link_end gives the empty slice. Where a
 * function takes an arena, its result lives there. Any thread. */
#ifndef DG_LINK_H
#define DG_LINK_H

#include "adapters/adapter.h"
#include "adapters/geo.h"

#include <stdint.h>

enum { DG_LINK_BYTES_MAX = 6000 };

struct dg_link {
    char text[DG_LINK_BYTES_MAX];
    size_t len;
    bool cut;
    bool asked; /* there is a '?' already */
};

/* `base` is written as it is; it may hold a first field. */
void dg_link_start(struct dg_link *link, const char *base);
/* "?name=" or "&name=", without a value. */
void dg_link_name(struct dg_link *link, const char *name);
/* A piece of a value: encoded, or as it is (separators that the service documents). */
void dg_link_value(struct dg_link *link, struct dg_str value);
void dg_link_raw(struct dg_link *link, const char *text);
/* Words inside a value that has parts of its own ("latlng:1,2|name:Soho"): `marks`, which part them, become blanks. */
void dg_link_words(struct dg_link *link, struct dg_str words, const char *marks);
void dg_link_degrees(struct dg_link *link, double degrees); /* six decimals, 0.1 m */
void dg_link_point(
        struct dg_link *link, struct dg_point at); /* "39.904989,116.405285", in the system that it is given in */

/* A whole field. */
void dg_link_text(struct dg_link *link, const char *name, struct dg_str value);
void dg_link_number(struct dg_link *link, const char *name, long number);
void dg_link_coordinate(struct dg_link *link, const char *name, double degrees);

struct dg_str dg_link_end(const struct dg_link *link, struct dg_arena *arena);

/* The names of those `slots` (NULL-ended) that the intent has filled, comma-separated: what a link carries. */
struct dg_str dg_link_fields(struct dg_arena *arena, const struct dg_intent *intent, const char *const *slots);

/* A day without an hour, as those links want it that cannot do without. */
enum { DG_LINK_EVENING_HOUR = 19 };
/* Whether the time says an hour, or at least a part of the day. */
bool dg_link_has_hour(const struct dg_time *time);
/* Days after its own, at the same clock. */
struct dg_instant dg_link_days_later(struct dg_instant t, int days);

/* "2024-02-21", "2024-02-21T19:30" and "2024-02-21 19:30", as clocks show it at the instant's own offset. */
struct dg_str dg_link_date(struct dg_arena *arena, struct dg_instant t);
struct dg_str dg_link_minute(struct dg_arena *arena, struct dg_instant t);
struct dg_str dg_link_clock(struct dg_arena *arena, struct dg_instant t);

/* Fills the offer's android_link, ios_link and web_link (these two unless they are filled) from its other links (phone.c). */
void dg_link_for_phones(const struct dg_task *task, struct dg_offer *offer);

/* Makes the task's one offer of kind LINK, titled "<en or zh> <about>", and ends the turn. An empty link fails. */
enum dg_turn dg_link_offer(
        struct dg_task *task, const char *en, const char *zh, struct dg_str about, struct dg_offer offer);

#endif
