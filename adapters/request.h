/* A request to a provider and its reply, as plain values: adapters write and read them, the transport carries them.
 * Both live in the arena of their task and borrow from it. No I/O here; any thread. */
#ifndef DG_REQUEST_H
#define DG_REQUEST_H

#include "intents/arena.h"
#include "intents/str.h"

#include <stdint.h>

enum { DG_HEADERS_MAX = 12 };

struct dg_header {
    struct dg_str name, value;
    bool secret; /* never logged, never in a receipt */
};

enum dg_safety {
    DG_SAFE, /* GET and friends, or a call that the provider makes idempotent: may be repeated */
    DG_ONCE_ONLY, /* may cost or change something: never repeated blindly */
};

struct dg_request {
    struct dg_str method; /* "GET", "POST", "PUT", "DELETE", "PROPFIND", "REPORT", … */
    struct dg_str url; /* absolute; its host must be one the adapter is allowed (the transport checks) */
    struct dg_header headers[DG_HEADERS_MAX];
    size_t header_count;
    struct dg_str body;
    struct dg_str user, password; /* HTTP Basic or Digest where user is not empty; never logged */
    enum dg_safety safety;
    uint32_t timeout_ms; /* 0: the adapter's deadline */
    bool to_token_host; /* goes to the adapter's token_base_option, not to its base_option */
    /* comma-separated names of slots whose values leave with this request: for the receipt */
    struct dg_str fields;
};

enum dg_transport_end {
    DG_SENT_OK, /* a whole reply came, whatever its status */
    DG_SENT_NOT, /* nothing reached the provider: refused, no host, breaker open, cancelled before sending */
    DG_SENT_UNKNOWN, /* it may have arrived: timed out, connection broke */
    DG_SENT_TOO_BIG, /* the reply passed the bound and was cut off */
};

struct dg_reply {
    enum dg_transport_end end;
    int status; /* HTTP; 0 unless DG_SENT_OK */
    const struct dg_header *headers;
    size_t header_count;
    struct dg_str body;
};

/* The first header called `name` (ASCII case ignored), or the empty slice. */
struct dg_str dg_reply_header(const struct dg_reply *reply, const char *name);

/* A "no" for good: the provider answered with a 4xx other than 408 and 429, which say nothing about what was done. */
bool dg_reply_refused(const struct dg_reply *reply);

/* Adds a header; returns false when there is no room for more. */
bool dg_request_header(struct dg_request *request, const char *name, struct dg_str value, bool secret);

/* Whether method and headers are what they seem: words where words belong, and no line ends to smuggle a header in. */
bool dg_request_well_formed(const struct dg_request *request);

/* Host and port of the request's URL, for receipts and logs: no user, path or query. Borrowed; empty where there is none. */
struct dg_str dg_request_host(const struct dg_request *request);

/* Percent-encoding of everything but RFC 3986 unreserved characters, as UTF-8. NUL-terminated; the empty slice when the
 * arena is full. */
struct dg_str dg_percent_encode(struct dg_arena *arena, struct dg_str text);
/* The same into `out`, which has room for DG_PERCENT_BYTES times the text; returns the length. No NUL. */
enum { DG_PERCENT_BYTES = 3 };
size_t dg_percent_write(char *out, struct dg_str text);

#endif
