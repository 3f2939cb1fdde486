/* Every way a call can end, and the record that says where and why (RFC 9457 in small).
 * A dg_problem is owned by the caller of the function that fills it. Pure; any thread. */
#ifndef DG_STATUS_H
#define DG_STATUS_H

#include "intents/str.h"

/* name, HTTP status, `type` of the problem (stable, part of the API), title */
#define DG_STATUS_ROWS(X) \
    X(OK, 200, "ok", "Done") \
    X(BAD_INPUT, 400, "bad-input", "The request is not valid") \
    X(UNAUTHORISED, 401, "unauthorised", "Who is calling could not be told") \
    X(FORBIDDEN, 403, "forbidden", "Not allowed") \
    X(NOT_FOUND, 404, "not-found", "No such thing, or not yours") \
    X(METHOD_NOT_ALLOWED, 405, "method-not-allowed", "This path does not take this method") \
    X(NOT_ACCEPTABLE, 406, "not-acceptable", "No form of the answer is acceptable") \
    X(CONFLICT, 409, "conflict", "Somebody else changed it meanwhile") \
    X(GONE, 410, "expired", "It was there and has expired") \
    X(TOO_BIG, 413, "too-big", "Larger than the limit") \
    X(WRONG_TYPE, 415, "wrong-media-type", "Not a media type that is understood here") \
    X(UNPROCESSABLE, 422, "unprocessable", "Understood, but it cannot be done as asked") \
    X(PRECONDITION, 428, "precondition-required", "A required header is missing") \
    X(TOO_MANY, 429, "too-many", "Too many requests") \
    X(INTERNAL, 500, "internal", "Our fault") \
    X(BAD_GATEWAY, 502, "provider-failed", "The provider failed") \
    X(UNAVAILABLE, 503, "unavailable", "Not now") \
    X(FULL, 503, "full", "There is no room to keep it") \
    X(TIMEOUT, 504, "provider-timeout", "The provider did not answer in time")

enum dg_status {
#define ROW(name, http, type, title) DG_##name,
    DG_STATUS_ROWS(ROW)
#undef ROW
};

struct dg_problem {
    enum dg_status status;
    char pointer[96]; /* JSON pointer of the field (RFC 6901), or "" */
    char detail[160]; /* one plain sentence; never the person's text */
    unsigned again_s; /* when to try again; 0: as usual for the status */
};

int dg_status_http(enum dg_status s);
const char *dg_status_type(enum dg_status s);
const char *dg_status_title(enum dg_status s);

/* Fills `why` (which may be NULL) and returns `status`, so that a check is one line. Longer texts are cut. */
enum dg_status dg_problem_set(struct dg_problem *why, enum dg_status status, const char *pointer, const char *detail,
        ...) __attribute__((format(printf, 4, 5)));
/* The same for an arena that is full: DG_TOO_BIG. */
enum dg_status dg_problem_no_memory(struct dg_problem *why);

#endif
