#include "adapters/calendar/ical_zone.h"

/* A copy of the zone's rules under its plain name, or NULL where libical does not know it. */
static icalcomponent *known_rules(const char *name)
{
    icaltimezone *zone = icaltimezone_get_builtin_timezone(name);
    icalcomponent *rules = zone ? icaltimezone_get_component(zone) : NULL;
    rules = rules ? icalcomponent_new_clone(rules) : NULL;
    icalproperty *tzid = rules ? icalcomponent_get_first_property(rules, ICAL_TZID_PROPERTY) : NULL;
    if (tzid)
        icalproperty_set_tzid(tzid, name);
    return rules;
}

/* Rules for clocks that never change. */
static icalcomponent *steady_rules(const char *name, int offset_s)
{
    icalcomponent *rules = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT),
                  *always = icalcomponent_new(ICAL_XSTANDARD_COMPONENT);
    icalcomponent_add_property(rules, icalproperty_new_tzid(name));
    icalcomponent_add_property(always, icalproperty_new_dtstart(icaltime_from_string("19700101T000000")));
    icalcomponent_add_property(always, icalproperty_new_tzoffsetfrom(offset_s));
    icalcomponent_add_property(always, icalproperty_new_tzoffsetto(offset_s));
    icalcomponent_add_component(rules, always);
    return rules;
}

icalcomponent *ical_zone_rules(const char *name, int offset_s)
{
    icalcomponent *rules = *name ? known_rules(name) : NULL;
    return rules || !*name || offset_s == 0 ? rules : steady_rules(name, offset_s);
}
