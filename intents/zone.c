#include "intents/zone.h"

#include <stdlib.h>
#include <unicode/ucal.h>

/* ICU's calendars change when they are asked, so a zone is copied out of ICU once, as its list of changes of offset, and
 * from then on only read. The list reaches over the years in which a chat can mean anything. */
enum { CHANGES_MAX = 640, NAME_MAX_BYTES = 63 };
#define FIRST_CHANGE_S INT64_C(-2208988800) /* 1900-01-01T00:00:00Z */
#define LAST_CHANGE_S INT64_C(4133980800) /* 2101-01-01T00:00:00Z */

struct change {
    int64_t from_utc_s;
    int32_t offset_s;
};

struct dg_zone {
    char name[NAME_MAX_BYTES + 1];
    size_t name_len;
    size_t count; /* at least 1; the first counts from the beginning of time */
    struct change changes[];
};

static int32_t icu_offset(UCalendar *cal, int64_t utc_s)
{
    UErrorCode error = U_ZERO_ERROR;
    ucal_setMillis(cal, (UDate)utc_s * 1000.0, &error);
    int32_t ms = ucal_get(cal, UCAL_ZONE_OFFSET, &error) + ucal_get(cal, UCAL_DST_OFFSET, &error);
    return U_FAILURE(error) ? 0 : ms / 60000 * 60; /* RFC 3339 writes no seconds of an offset (local mean times) */
}

static size_t list_changes(UCalendar *cal, struct change *out)
{
    size_t count = 0;
    int64_t at = FIRST_CHANGE_S;
    out[count++] = (struct change){ INT64_MIN, icu_offset(cal, at) };
    while (count < CHANGES_MAX) {
        UErrorCode error = U_ZERO_ERROR;
        UDate next = 0;
        ucal_setMillis(cal, (UDate)at * 1000.0, &error);
        if (!ucal_getTimeZoneTransitionDate(cal, UCAL_TZ_TRANSITION_NEXT, &next, &error) || U_FAILURE(error))
            break;
        at = (int64_t)(next / 1000.0);
        if (at >= LAST_CHANGE_S)
            break;
        int32_t offset = icu_offset(cal, at);
        if (offset != out[count - 1].offset_s)
            out[count++] = (struct change){ at, offset };
    }
    return count;
}

static struct dg_zone *create_with(const char *name, size_t name_len, const struct change *changes, size_t count)
{
    struct dg_zone *z = calloc(1, sizeof *z + count * sizeof *changes);
    if (!z)
        return NULL;
    memcpy(z->name, name, name_len);
    z->name_len = name_len;
    memcpy(z->changes, changes, count * sizeof *changes);
    z->count = count;
    return z;
}

static struct dg_zone *create_fixed(int32_t offset_s)
{
    char name[] = "+00:00";
    int32_t minutes = (offset_s < 0 ? -offset_s : offset_s) / 60;
    name[0] = offset_s < 0 ? '-' : '+';
    name[1] = (char)('0' + minutes / 600);
    name[2] = (char)('0' + minutes / 60 % 10);
    name[4] = (char)('0' + minutes % 60 / 10);
    name[5] = (char)('0' + minutes % 10);
    return create_with(name, 6, &(struct change){ INT64_MIN, offset_s }, 1);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "+8", "-05", "+0530", "+05:30" in seconds; at most 14 hours either way (the widest in use). */
static bool read_offset(struct dg_str text, int32_t *offset_s)
{
    int digits[4], count = 0;
    bool colon = false;
    if (text.len < 2 || (text.at[0] != '+' && text.at[0] != '-'))
        return false;
    for (size_t i = 1; i < text.len; i++) {
        if (text.at[i] == ':' && !colon && count == 2)
            colon = true;
        else if (is_digit(text.at[i]) && count < 4)
            digits[count++] = text.at[i] - '0';
        else
            return false;
    }
    if (count == 0 || count == 3 || (colon && count != 4))
        return false;
    int hours = count == 1 ? digits[0] : digits[0] * 10 + digits[1];
    int minutes = count == 4 ? digits[2] * 10 + digits[3] : 0;
    if (minutes > 59 || hours * 60 + minutes > 14 * 60)
        return false;
    *offset_s = (text.at[0] == '-' ? -60 : 60) * (hours * 60 + minutes);
    return true;
}

static bool is_plain_name(struct dg_str name)
{
    if (name.len == 0 || name.len > NAME_MAX_BYTES)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        if (c <= ' ' || c >= 0x7F)
            return false;
    }
    return true;
}

static struct dg_zone *create_iana(struct dg_str name)
{
    UChar id[NAME_MAX_BYTES + 1], canonical[128];
    UErrorCode error = U_ZERO_ERROR;
    UBool is_system = false;
    for (size_t i = 0; i < name.len; i++)
        id[i] = (UChar)name.at[i];
    ucal_getCanonicalTimeZoneID(id, (int32_t)name.len, canonical, 128, &is_system, &error);
    if (U_FAILURE(error) || !is_system)
        return NULL;
    UCalendar *cal = ucal_open(id, (int32_t)name.len, "en", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error))
        return NULL;
    struct change changes[CHANGES_MAX];
    size_t count = list_changes(cal, changes);
    ucal_close(cal);
    return create_with(name.at, name.len, changes, count);
}

struct dg_zone *dg_zone_create(struct dg_str name)
{
    int32_t offset_s;
    if (dg_str_is(name, "UTC") || dg_str_is(name, "Z") || dg_str_is(name, "GMT"))
        return create_with("UTC", 3, &(struct change){ INT64_MIN, 0 }, 1);
    if (read_offset(name, &offset_s))
        return create_fixed(offset_s);
    return is_plain_name(name) ? create_iana(name) : NULL;
}

void dg_zone_destroy(struct dg_zone *z)
{
    free(z);
}

struct dg_str dg_zone_name(const struct dg_zone *z)
{
    return (struct dg_str){ z->name, z->name_len };
}

/* The last change at or before a moment. */
static size_t change_at(const struct dg_zone *z, int64_t utc_s)
{
    size_t low = 0, high = z->count; /* the change wanted is in [low, high) */
    while (high - low > 1) {
        size_t mid = (low + high) / 2;
        if (z->changes[mid].from_utc_s <= utc_s)
            low = mid;
        else
            high = mid;
    }
    return low;
}

int32_t dg_zone_offset(const struct dg_zone *z, int64_t utc_s)
{
    return z->changes[change_at(z, utc_s)].offset_s;
}

struct dg_instant dg_zone_at(const struct dg_zone *z, int64_t utc_s)
{
    return (struct dg_instant){ utc_s, dg_zone_offset(z, utc_s) };
}

static struct dg_instant instant_near_change(
        const struct dg_zone *z, int64_t wall_s, int32_t before, int32_t after, enum dg_wall *kind)
{
    bool in_before = dg_zone_offset(z, wall_s - before) == before;
    bool in_after = dg_zone_offset(z, wall_s - after) == after;
    enum dg_wall how = DG_WALL_ONCE;
    if (!in_before && !in_after)
        how = DG_WALL_NEVER;
    else if (in_before && in_after && before != after)
        how = DG_WALL_TWICE;
    *kind = how;
    return dg_zone_at(z, wall_s - (in_before || !in_after ? before : after));
}

struct dg_instant dg_zone_instant(const struct dg_zone *z, int64_t wall_s, enum dg_wall *kind)
{
    enum dg_wall unasked = DG_WALL_ONCE;
    size_t at = change_at(z, wall_s - 86400);
    int32_t before = z->changes[at].offset_s;
    kind = kind ? kind : &unasked;
    *kind = DG_WALL_ONCE;
    if (at + 1 == z->count || z->changes[at + 1].from_utc_s > wall_s + 86400) /* no change is near */
        return (struct dg_instant){ wall_s - before, before };
    /* No zone changes twice within two days, so the offsets a day before and after are all that can apply. */
    return instant_near_change(z, wall_s, before, dg_zone_offset(z, wall_s + 86400), kind);
}

/* Open addressing by name. There are some 640 names and 1681 offsets (±14 h by the minute), so the table cannot fill up
 * and nothing need be thrown out. */
enum { SLOTS = 4096 };

struct dg_zones {
    struct dg_zone *slots[SLOTS];
};

struct dg_zones *dg_zones_create(void)
{
    return calloc(1, sizeof(struct dg_zones));
}

void dg_zones_destroy(struct dg_zones *zs)
{
    if (!zs)
        return;
    for (size_t i = 0; i < SLOTS; i++)
        dg_zone_destroy(zs->slots[i]);
    free(zs);
}

static uint32_t hash(struct dg_str name)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (unsigned char)name.at[i]) * 16777619u;
    return h;
}

/* The slot of a name: the zone's, or the empty one where it belongs. */
static struct dg_zone **slot_of(struct dg_zones *zs, struct dg_str name)
{
    size_t i = hash(name) % SLOTS;
    while (zs->slots[i] && !dg_str_eq(dg_zone_name(zs->slots[i]), name))
        i = (i + 1) % SLOTS;
    return &zs->slots[i];
}

const struct dg_zone *dg_zones_get(struct dg_zones *zs, struct dg_str name)
{
    struct dg_zone **slot = slot_of(zs, name);
    if (*slot)
        return *slot;
    struct dg_zone *created = dg_zone_create(name);
    if (!created)
        return NULL;
    slot = slot_of(zs, dg_zone_name(created)); /* "+8" is kept as "+08:00" */
    if (*slot)
        dg_zone_destroy(created);
    else
        *slot = created;
    return *slot;
}
