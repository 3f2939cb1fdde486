/* Time zones: offsets of IANA zones and of fixed offsets, from ICU's data.
 * A zone is immutable after creation and may be shared by threads; its creator destroys it. The set of zones is a cache
 * that belongs to one thread. */
#ifndef DG_ZONE_H
#define DG_ZONE_H

#include "intents/arena.h"
#include "intents/types.h"

struct dg_zone;

/* A zone by IANA name ("Asia/Shanghai", aliases too), "UTC", "Z" or offset ("+08:00", "+0800", "-5").
 * NULL: no such zone, or out of memory. */
struct dg_zone *dg_zone_create(struct dg_str name);
void dg_zone_destroy(struct dg_zone *z);
/* The name it was created by, canonical spelling; borrowed from the zone. */
struct dg_str dg_zone_name(const struct dg_zone *z);

/* Seconds east of UTC at a UTC instant. */
int32_t dg_zone_offset(const struct dg_zone *z, int64_t utc_s);

/* How a wall-clock reading falls on the line of time. */
enum dg_wall { DG_WALL_ONCE, DG_WALL_TWICE, DG_WALL_NEVER };

/* The instant at which clocks in the zone show `wall_s` (seconds since 1970-01-01T00:00:00 on the wall). In an overlap the
 * first of the two is taken; in a gap the clock is moved on by the gap's length (RFC 5545 §3.3.5). `kind` (may be NULL)
 * says which. */
struct dg_instant dg_zone_instant(const struct dg_zone *z, int64_t wall_s, enum dg_wall *kind);
/* The instant with this zone's offset. */
struct dg_instant dg_zone_at(const struct dg_zone *z, int64_t utc_s);

/* A bounded cache of zones by name; pointers stay valid until dg_zones_destroy. */
struct dg_zones;
struct dg_zones *dg_zones_create(void);
void dg_zones_destroy(struct dg_zones *zs);
const struct dg_zone *dg_zones_get(struct dg_zones *zs, struct dg_str name); /* NULL: no such zone */

/* Proleptic Gregorian days since 1970-01-01, and back (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
int64_t dg_days_from_civil(int year, int month, int day);
void dg_civil_from_days(int64_t days, int *year, int *month, int *day);
/* Monday is 1, Sunday is 7 (ISO 8601). */
int dg_weekday(int64_t days);

/* RFC 3339 with offset; "Z" counts as +00:00; a blank or a small t between date and time is accepted, also a missing
 * offset, which then means the zone's. False when it is no time. */
bool dg_instant_parse(struct dg_instant *out, struct dg_str text, const struct dg_zone *zone);
/* "2024-02-21T19:00:00+08:00" */
struct dg_str dg_instant_print(struct dg_arena *arena, struct dg_instant t);

#endif
