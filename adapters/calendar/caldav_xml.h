/* What a WebDAV server says in a multistatus (RFC 4918 §13), as far as calendars need it (RFC 4791, RFC 5397).
 * expat stands behind it and appears in caldav_xml.c alone. A document type is refused, so nothing can be expanded; depth and
 * number of responses are bounded. Results live in the arena given. Any thread. */
#ifndef DG_CALDAV_XML_H
#define DG_CALDAV_XML_H

#include "intents/arena.h"

enum { DG_DAV_RESPONSES_MAX = 200 };

/* One resource. Only properties that came with status 200 are here. */
struct dg_dav_response {
    struct dg_str href;
    struct dg_str principal; /* href of current-user-principal, or empty */
    struct dg_str home; /* the first href of calendar-home-set, or empty */
    struct dg_str name; /* displayname, or empty */
    struct dg_str etag;
    struct dg_str data; /* calendar-data */
    bool is_calendar;
    bool tells_components; /* supported-calendar-component-set was there */
    bool takes_events; /* and holds VEVENT */
    bool tells_rights; /* current-user-privilege-set was there */
    bool may_write; /* and holds write, write-content, bind or all */
};

struct dg_dav {
    struct dg_dav_response *responses;
    size_t count;
};

/* False when the body is no multistatus, or does not fit. */
bool dg_dav_read(struct dg_dav *out, struct dg_arena *arena, struct dg_str body);

#endif
