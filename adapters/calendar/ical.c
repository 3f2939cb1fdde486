#include "adapters/calendar/ical.h"

#include "adapters/calendar/ical_zone.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

enum { DAY_S = 86400 };

/* libical loads zones when they are first named, into one table for the whole process: one thread at a time. */
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* NUL-terminated, without control characters other than line ends. */
static const char *clean(struct dg_arena *arena, struct dg_str text)
{
    struct dg_str copy = dg_arena_copy(arena, text);
    char *out = dg_arena_alloc(arena, copy.len + 1);
    for (size_t i = 0; out && i < copy.len; i++) {
        unsigned char c = (unsigned char)copy.at[i];
        bool control = (c < ' ' && c != '\n') || c == 127;
        out[i] = copy.at[i];
        if (control)
            out[i] = ' ';
    }
    return out ? out : "";
}

static struct icaltimetype wall_time(struct dg_instant t, bool is_date)
{
    struct icaltimetype out = icaltime_from_timet_with_zone((time_t)(t.utc_s + t.offset_s), 0, NULL);
    if (is_date) {
        out.is_date = 1;
        out.hour = out.minute = out.second = 0;
    }
    return out;
}

static struct icaltimetype utc_time(struct dg_instant t)
{
    return icaltime_from_timet_with_zone((time_t)t.utc_s, 0, icaltimezone_get_utc_timezone());
}

/* Empty for UTC; an offset that the IANA data has no name for has one of ours: "UTC+05:30". */
static const char *zone_name(struct dg_arena *arena, const struct dg_event *e)
{
    enum { BEFORE_OFFSET = 19 };
    struct dg_str text = dg_instant_print(arena, e->start);
    bool ours = !e->zone.len && e->start.offset_s != 0 && text.len > BEFORE_OFFSET;
    return ours ? dg_arena_print(arena, "UTC%s", text.at + BEFORE_OFFSET).at : clean(arena, e->zone);
}

static void add_zoned(icalcomponent *event, icalproperty *property, const char *zone)
{
    icalproperty_add_parameter(property, icalparameter_new_tzid(zone));
    icalcomponent_add_property(event, property);
}

static void add_times(icalcomponent *calendar, icalcomponent *event, const struct dg_event *e, const char *zone)
{
    icalcomponent *rules = e->recurrence.len && !e->all_day ? ical_zone_rules(zone, e->start.offset_s) : NULL;
    if (rules) {
        icalcomponent_add_component(calendar, rules);
        add_zoned(event, icalproperty_new_dtstart(wall_time(e->start, false)), zone);
        add_zoned(event, icalproperty_new_dtend(wall_time(e->end, false)), zone);
        return;
    }
    icalcomponent_add_property(
            event, icalproperty_new_dtstart(e->all_day ? wall_time(e->start, true) : utc_time(e->start)));
    icalcomponent_add_property(event, icalproperty_new_dtend(e->all_day ? wall_time(e->end, true) : utc_time(e->end)));
}

static void add_attendee(icalcomponent *event, struct dg_arena *arena, struct dg_str name)
{
    bool mail = dg_str_find(name, dg_str_of("@"), 0) > 0 && dg_str_find(name, dg_str_of(" "), 0) < 0;
    struct dg_str address = mail ? dg_percent_encode(arena, name) : name;
    struct dg_str uri = dg_arena_print(arena, "mailto:%.*s", (int)address.len, address.at);
    icalproperty *attendee = icalproperty_new_attendee(mail ? uri.at : "invalid:nomail");
    icalproperty_add_parameter(attendee, icalparameter_new_cn(clean(arena, name)));
    /* libical takes its own constant for "no value" */
    icalproperty_add_parameter(attendee, icalparameter_new_from_string("SCHEDULE-AGENT=NONE"));
    icalcomponent_add_property(event, attendee);
}

static void add_alarm(icalcomponent *event, const struct dg_event *e, const char *title)
{
    struct icaltriggertype trigger = icaltriggertype_from_int((int)-e->reminder_s);
    icalcomponent *alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalcomponent_add_property(alarm, icalproperty_new_description(title));
    icalcomponent_add_property(alarm, icalproperty_new_trigger(trigger));
    icalcomponent_add_component(event, alarm);
}

/* False where the rule is none. */
static bool add_rule(icalcomponent *event, struct dg_arena *arena, struct dg_str recurrence)
{
    struct icalrecurrencetype rule = icalrecurrencetype_from_string(clean(arena, recurrence));
    bool is_rule = rule.freq != ICAL_NO_RECURRENCE;
    if (is_rule)
        icalcomponent_add_property(event, icalproperty_new_rrule(rule));
    icalmemory_free_buffer(rule.rscale);
    return is_rule;
}

static void add_words(icalcomponent *event, struct dg_arena *arena, const struct dg_event *e)
{
    icalcomponent_add_property(event, icalproperty_new_summary(clean(arena, e->title)));
    if (e->place.len)
        icalcomponent_add_property(event, icalproperty_new_location(clean(arena, e->place)));
    if (e->has_point)
        icalcomponent_add_property(event, icalproperty_new_geo((struct icalgeotype){ e->lat, e->lon }));
    if (e->url.len)
        icalcomponent_add_property(event, icalproperty_new_url(clean(arena, e->url)));
    for (size_t i = 0; i < e->attendee_count; i++)
        add_attendee(event, arena, e->attendees[i]);
}

static void close_text(icalcomponent *calendar)
{
    if (calendar)
        icalcomponent_free(calendar);
    pthread_mutex_unlock(&one_at_a_time);
}

static struct dg_str text_of(struct dg_arena *arena, icalcomponent *calendar)
{
    char *text = icalcomponent_as_ical_string_r(calendar);
    struct dg_str copy = dg_arena_copy(arena, dg_str_of(text));
    icalmemory_free_buffer(text);
    return copy;
}

struct dg_str dg_ical_write(struct dg_arena *arena, const struct dg_event *e)
{
    pthread_mutex_lock(&one_at_a_time);
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//Dragoman//Dragoman//EN"));
    icalcomponent_add_property(event, icalproperty_new_uid(clean(arena, e->uid)));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc_time(e->stamp)));
    add_times(calendar, event, e, zone_name(arena, e));
    bool well = !e->recurrence.len || add_rule(event, arena, e->recurrence);
    add_words(event, arena, e);
    if (e->has_reminder)
        add_alarm(event, e, clean(arena, e->title));
    icalcomponent_add_component(calendar, event);
    struct dg_str text = well && !dg_arena_overflowed(arena) ? text_of(arena, calendar) : (struct dg_str){ "", 0 };
    close_text(calendar);
    return text;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

/* The VCALENDAR in the text, or NULL where it is none; to be closed in either case. */
static icalcomponent *open_text(struct dg_arena *arena, struct dg_str text)
{
    struct dg_str copy = dg_arena_copy(arena, text);
    pthread_mutex_lock(&one_at_a_time);
    icalcomponent *calendar = copy.len == text.len ? icalcomponent_new_from_string(copy.at) : NULL;
    if (!calendar || icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT)
        return calendar;
    icalcomponent_free(calendar);
    return NULL;
}

struct dg_str dg_ical_with_uid(struct dg_arena *arena, struct dg_str text, struct dg_str uid)
{
    icalcomponent *calendar = open_text(arena, text);
    icalcomponent *event = calendar ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
    struct dg_str out = { "", 0 };
    if (event) {
        icalcomponent_set_uid(event, clean(arena, uid));
        out = text_of(arena, calendar);
    }
    close_text(calendar);
    return out;
}

static void drop(icalcomponent *event, icalproperty_kind kind)
{
    for (icalproperty *p; (p = icalcomponent_get_first_property(event, kind));) {
        icalcomponent_remove_property(event, p);
        icalproperty_free(p);
    }
}

static void move(icalcomponent *event, const struct dg_busy *to, struct dg_instant stamp)
{
    int version = icalcomponent_get_sequence(event);
    static const icalproperty_kind replaced[] = { ICAL_DTSTART_PROPERTY, ICAL_DTEND_PROPERTY, ICAL_DURATION_PROPERTY,
        ICAL_SEQUENCE_PROPERTY, ICAL_DTSTAMP_PROPERTY, ICAL_LASTMODIFIED_PROPERTY };
    for (size_t i = 0; i < sizeof replaced / sizeof replaced[0]; i++)
        drop(event, replaced[i]);
    struct icaltimetype start = to->all_day ? wall_time(to->start, true) : utc_time(to->start);
    struct icaltimetype end = to->all_day ? wall_time(to->end, true) : utc_time(to->end);
    icalcomponent_add_property(event, icalproperty_new_dtstart(start));
    icalcomponent_add_property(event, icalproperty_new_dtend(end));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc_time(stamp)));
    icalcomponent_add_property(event, icalproperty_new_sequence(version < INT_MAX ? version + 1 : version));
}

struct dg_str dg_ical_moved(
        struct dg_arena *arena, struct dg_str text, const struct dg_busy *to, struct dg_instant stamp)
{
    icalcomponent *calendar = open_text(arena, text);
    icalcomponent *event = calendar ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
    struct dg_str out = { "", 0 };
    if (event) {
        move(event, to, stamp);
        out = text_of(arena, calendar);
    }
    close_text(calendar);
    return out;
}

/* The event that holds the rule. */
static icalcomponent *master_of(icalcomponent *calendar)
{
    icalcompiter i = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event; (event = icalcompiter_deref(&i)); icalcompiter_next(&i)) {
        if (icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY))
            return event;
    }
    return NULL;
}

struct dg_str dg_ical_without(struct dg_arena *arena, struct dg_str text, const struct dg_busy *gone)
{
    icalcomponent *calendar = open_text(arena, text), *master = calendar ? master_of(calendar) : NULL;
    struct dg_str out = { "", 0 };
    if (master) {
        struct icaltimetype at = gone->all_day ? wall_time(gone->start, true) : utc_time(gone->start);
        icalcomponent_add_property(master, icalproperty_new_exdate(at));
        out = text_of(arena, calendar);
    }
    close_text(calendar);
    return out;
}

struct dg_str dg_ical_uid(struct dg_arena *arena, struct dg_str text)
{
    icalcomponent *calendar = open_text(arena, text);
    icalcomponent *event = calendar ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
    icalproperty *uid = event ? icalcomponent_get_first_property(event, ICAL_UID_PROPERTY) : NULL;
    struct dg_str out = dg_arena_copy(arena, dg_str_of(uid ? icalproperty_get_uid(uid) : NULL));
    close_text(calendar);
    return out;
}

/* What is being searched, and what was found. */
struct search {
    struct dg_arena *arena;
    const struct dg_zone *zone;
    int64_t from_s, to_s;
    struct dg_busy *out;
    size_t count, max;
    int steps; /* of repetitions, in the whole text */
};

static int64_t utc_of(const struct search *s, struct icaltimetype t)
{
    if (t.zone && !t.is_date)
        return (int64_t)icaltime_as_timet_with_zone(t, t.zone);
    int64_t wall_s = (int64_t)icaltime_as_timet_with_zone(t, NULL);
    return dg_zone_instant(s->zone, wall_s, NULL).utc_s;
}

static bool is_taken(icalcomponent *event)
{
    icalproperty *transparent = icalcomponent_get_first_property(event, ICAL_TRANSP_PROPERTY);
    bool is_free = transparent && icalproperty_get_transp(transparent) == ICAL_TRANSP_TRANSPARENT;
    return !is_free && icalcomponent_get_status(event) != ICAL_STATUS_CANCELLED;
}

static void note(struct search *s, icalcomponent *event, int64_t start_s, int64_t length_s, bool all_day)
{
    bool overlaps = start_s < s->to_s && start_s + length_s > s->from_s;
    if (!overlaps || s->count == s->max)
        return;
    struct dg_busy *b = &s->out[s->count++];
    *b = (struct dg_busy){ .all_day = all_day };
    b->repeats = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY) ||
            icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
    b->title = dg_arena_copy(s->arena, dg_str_of(icalcomponent_get_summary(event)));
    b->place = dg_arena_copy(s->arena, dg_str_of(icalcomponent_get_location(event)));
    b->start = dg_zone_at(s->zone, start_s);
    b->end = dg_zone_at(s->zone, start_s + length_s);
}

static bool same_time(struct icaltimetype a, struct icaltimetype b)
{
    return a.is_date || b.is_date ? icaltime_compare_date_only(a, b) == 0 : icaltime_compare(a, b) == 0;
}

/* Whether the occurrence is taken out by an EXDATE. */
static bool excluded(icalcomponent *event, struct icaltimetype at)
{
    icalproperty *p = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
    for (; p; p = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
        if (same_time(icalproperty_get_datetime_with_component(p, event), at))
            return true;
    }
    return false;
}

/* Whether another event of the text stands in for the occurrence. `event` is not moved on by this: each component keeps
 * its own place. */
static bool replaced(icalcomponent *calendar, icalcomponent *event, struct icaltimetype at)
{
    icalcompiter i = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *other; (other = icalcompiter_deref(&i)); icalcompiter_next(&i)) {
        bool same = strcmp(icalcomponent_get_uid(other) ? icalcomponent_get_uid(other) : "",
                            icalcomponent_get_uid(event) ? icalcomponent_get_uid(event) : "") == 0;
        struct icaltimetype id = icalcomponent_get_recurrenceid(other);
        if (other != event && same && !icaltime_is_null_time(id) && same_time(id, at))
            return true;
    }
    return false;
}

/* Follows one rule from the event's start to the end of the search. */
static void repeat(struct search *s, icalcomponent *calendar, icalcomponent *event, struct icalrecurrencetype rule,
        struct icaltimetype start, int64_t length_s)
{
    icalrecur_iterator *i = icalrecur_iterator_new(rule, start);
    if (!i)
        return;
    struct icaltimetype at;
    while (s->steps++ < DG_ICAL_STEPS_MAX && !icaltime_is_null_time(at = icalrecur_iterator_next(i))) {
        int64_t start_s = utc_of(s, at);
        if (start_s >= s->to_s)
            break;
        if (start_s + length_s > s->from_s && !excluded(event, at) && !replaced(calendar, event, at))
            note(s, event, start_s, length_s, at.is_date);
    }
    icalrecur_iterator_free(i);
}

/* libical looks for unknown zones in a folder by their name: a name that leaves it is not followed. */
static bool leaves_zones(icalcomponent *event)
{
    icalproperty *p = icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY);
    for (; p; p = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY)) {
        icalparameter *zone = icalproperty_get_first_parameter(p, ICAL_TZID_PARAMETER);
        const char *name = zone ? icalparameter_get_tzid(zone) : NULL;
        if (name && strstr(name, ".."))
            return true;
    }
    return false;
}

static void look_at(struct search *s, icalcomponent *calendar, icalcomponent *event)
{
    if (leaves_zones(event))
        return;
    struct icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
    if (icaltime_is_null_time(start) || !icaltime_is_valid_time(start) || !is_taken(event))
        return;
    int64_t start_s = utc_of(s, start), end_s = icaltime_is_null_time(end) ? start_s : utc_of(s, end);
    int64_t length_s = end_s > start_s ? end_s - start_s : start.is_date ? DAY_S : 0;
    icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
    if (rule)
        repeat(s, calendar, event, icalproperty_get_rrule(rule), start, length_s);
    else
        note(s, event, start_s, length_s, start.is_date);
}

static void look_at_all(struct search *s, icalcomponent *calendar)
{
    icalcompiter i = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event; (event = icalcompiter_deref(&i)); icalcompiter_next(&i))
        look_at(s, calendar, event);
}

size_t dg_ical_busy(struct dg_arena *arena, struct dg_str text, const struct dg_zone *zone, struct dg_instant from,
        struct dg_instant to, struct dg_busy *out, size_t max)
{
    struct search s = { arena, zone, from.utc_s, to.utc_s, out, 0, max, 0 };
    icalcomponent *calendar = open_text(arena, text);
    if (calendar)
        look_at_all(&s, calendar);
    close_text(calendar);
    return s.count;
}
