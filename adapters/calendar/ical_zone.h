/* The rules of a time zone as iCalendar text carries them (RFC 5545 §3.6.5). One thread at a time: libical loads zones into one
 * table for the whole process. */
#ifndef DG_ICAL_ZONE_H
#define DG_ICAL_ZONE_H

#include <libical/ical.h>

/* A VTIMEZONE called `name`: of the IANA data or, where libical does not know that, of clocks that always stand at `offset_s`.
 * NULL: neither. The caller frees it, or gives it to a calendar. */
icalcomponent *ical_zone_rules(const char *name, int offset_s);

#endif
