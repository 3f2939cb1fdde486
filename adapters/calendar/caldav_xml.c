#include "adapters/calendar/caldav_xml.h"

#include <expat.h>
#include <stdlib.h>

enum { DEPTH_MAX = 24, TEXT_BYTES_MAX = 512 * 1024, BODY_BYTES_MAX = 64 * 1024 * 1024 };

#define DAV "DAV:|"
#define CALDAV "urn:ietf:params:xml:ns:caldav|"

enum element {
    OTHER,
    MULTISTATUS,
    RESPONSE,
    PROPSTAT,
    STATUS,
    HREF,
    PRINCIPAL,
    HOME,
    NAME,
    ETAG,
    DATA,
    RESOURCE_TYPE,
    CALENDAR,
    COMPONENTS,
    COMPONENT,
    RIGHTS,
    RIGHT
};

static enum element element_of(const char *name)
{
    static const struct {
        const char *name;
        enum element element;
    } elements[] = {
        { DAV "multistatus", MULTISTATUS },
        { DAV "response", RESPONSE },
        { DAV "propstat", PROPSTAT },
        { DAV "status", STATUS },
        { DAV "href", HREF },
        { DAV "current-user-principal", PRINCIPAL },
        { CALDAV "calendar-home-set", HOME },
        { DAV "displayname", NAME },
        { DAV "getetag", ETAG },
        { CALDAV "calendar-data", DATA },
        { DAV "resourcetype", RESOURCE_TYPE },
        { CALDAV "calendar", CALENDAR },
        { CALDAV "supported-calendar-component-set", COMPONENTS },
        { CALDAV "comp", COMPONENT },
        { DAV "current-user-privilege-set", RIGHTS },
        { DAV "all", RIGHT },
        { DAV "write", RIGHT },
        { DAV "write-content", RIGHT },
        { DAV "bind", RIGHT },
    };
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        if (strcmp(name, elements[i].name) == 0)
            return elements[i].element;
    }
    return OTHER;
}

struct reader {
    XML_Parser parser;
    struct dg_arena *arena;
    struct dg_dav *out;
    enum element path[DEPTH_MAX];
    size_t depth;
    struct dg_dav_response found; /* in the propstat under way: kept when its status is 200 */
    bool is_ok;
    char *text; /* of the element under way */
    size_t text_len;
    bool refused;
};

static void refuse(struct reader *r)
{
    r->refused = true;
    XML_StopParser(r->parser, XML_FALSE);
}

/* The response that is being read, or NULL outside of one. */
static struct dg_dav_response *under_way(struct reader *r)
{
    bool inside = r->depth >= 2 && r->path[0] == MULTISTATUS && r->path[1] == RESPONSE;
    return inside ? &r->out->responses[r->out->count - 1] : NULL;
}

static enum element parent(const struct reader *r)
{
    return r->depth >= 2 ? r->path[r->depth - 2] : OTHER;
}

static void begin_component(struct reader *r, const char **attributes)
{
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], "name") == 0 && strcmp(attributes[1], "VEVENT") == 0)
            r->found.takes_events = true;
    }
}

static void begin_known(struct reader *r, enum element element, const char **attributes)
{
    switch (element) {
    case PROPSTAT:
        r->found = (struct dg_dav_response){ 0 };
        r->is_ok = true; /* RFC 4918 wants a status; without one the properties are taken as given */
        break;
    case CALENDAR:
        r->found.is_calendar = r->found.is_calendar || parent(r) == RESOURCE_TYPE;
        break;
    case COMPONENTS:
        r->found.tells_components = true;
        break;
    case COMPONENT:
        begin_component(r, attributes);
        break;
    case RIGHTS:
        r->found.tells_rights = true;
        break;
    case RIGHT: /* <privilege><write/></privilege> within the set */
        r->found.may_write = r->found.may_write || (r->depth >= 3 && r->path[r->depth - 3] == RIGHTS);
        break;
    default:
        break;
    }
}

static void on_begin(void *owner, const char *name, const char **attributes)
{
    struct reader *r = owner;
    enum element element = element_of(name);
    if (r->depth == DEPTH_MAX || (r->depth == 0 && element != MULTISTATUS)) {
        refuse(r);
        return;
    }
    r->path[r->depth++] = element;
    r->text_len = 0;
    if (element == RESPONSE && r->depth == 2) {
        if (r->out->count == DG_DAV_RESPONSES_MAX)
            refuse(r);
        else
            r->out->responses[r->out->count++] = (struct dg_dav_response){ 0 };
    }
    begin_known(r, element, attributes);
}

/* "HTTP/1.1 200 OK" */
static bool says_ok(struct dg_str status)
{
    ptrdiff_t blank = dg_str_find(status, dg_str_of(" "), 0);
    return blank > 0 && dg_str_starts(dg_str_cut(status, (size_t)blank, status.len), " 200");
}

static void end_href(struct reader *r, struct dg_dav_response *response, struct dg_str text)
{
    switch (parent(r)) {
    case RESPONSE:
        response->href = dg_arena_copy(r->arena, text);
        break;
    case PRINCIPAL:
        r->found.principal = dg_arena_copy(r->arena, text);
        break;
    case HOME:
        if (!r->found.home.len)
            r->found.home = dg_arena_copy(r->arena, text);
        break;
    default:
        break;
    }
}

static void keep(struct dg_str *to, struct dg_str from)
{
    if (from.len)
        *to = from;
}

static void end_propstat(struct reader *r, struct dg_dav_response *response)
{
    const struct dg_dav_response *found = &r->found;
    if (!r->is_ok)
        return;
    keep(&response->principal, found->principal);
    keep(&response->home, found->home);
    keep(&response->name, found->name);
    keep(&response->etag, found->etag);
    keep(&response->data, found->data);
    response->is_calendar = response->is_calendar || found->is_calendar;
    response->tells_components = response->tells_components || found->tells_components;
    response->takes_events = response->takes_events || found->takes_events;
    response->tells_rights = response->tells_rights || found->tells_rights;
    response->may_write = response->may_write || found->may_write;
}

static void end_known(struct reader *r, struct dg_dav_response *response, struct dg_str text)
{
    switch (r->path[r->depth - 1]) {
    case HREF:
        end_href(r, response, dg_str_trim(text));
        break;
    case STATUS:
        if (parent(r) == PROPSTAT)
            r->is_ok = says_ok(text);
        break;
    case NAME:
        r->found.name = dg_arena_copy(r->arena, dg_str_trim(text));
        break;
    case ETAG:
        r->found.etag = dg_arena_copy(r->arena, dg_str_trim(text));
        break;
    case DATA:
        r->found.data = dg_arena_copy(r->arena, text);
        break;
    case PROPSTAT:
        end_propstat(r, response);
        break;
    default:
        break;
    }
}

static void on_end(void *owner, const char *name)
{
    struct reader *r = owner;
    (void)name;
    struct dg_dav_response *response = under_way(r);
    if (response)
        end_known(r, response, (struct dg_str){ r->text, r->text_len });
    r->depth--;
    r->text_len = 0;
}

static void on_text(void *owner, const char *text, int len)
{
    struct reader *r = owner;
    if ((size_t)len > TEXT_BYTES_MAX - r->text_len) {
        refuse(r);
        return;
    }
    memcpy(r->text + r->text_len, text, (size_t)len);
    r->text_len += (size_t)len;
}

static void on_doctype(void *owner, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(owner);
}

bool dg_dav_read(struct dg_dav *out, struct dg_arena *arena, struct dg_str body)
{
    *out = (struct dg_dav){ dg_arena_array(arena, DG_DAV_RESPONSES_MAX, sizeof *out->responses), 0 };
    struct reader r = { .arena = arena, .out = out, .text = malloc(TEXT_BYTES_MAX) };
    r.parser = XML_ParserCreateNS(NULL, '|');
    bool read = false;
    if (!out->responses || !r.text || !r.parser || body.len > BODY_BYTES_MAX)
        goto done;
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_begin, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    read = XML_Parse(r.parser, body.at ? body.at : "", (int)body.len, 1) == XML_STATUS_OK && !r.refused &&
            !dg_arena_overflowed(arena);
done:
    if (r.parser)
        XML_ParserFree(r.parser);
    free(r.text);
    return read;
}
