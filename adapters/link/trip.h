/* Where a ride or a route goes from and to, in the forms that map and ride apps take.
 * A trip borrows from the intent, or lives in the task's arena. Any thread. */
#ifndef DG_TRIP_H
#define DG_TRIP_H

#include "adapters/adapter.h"
#include "adapters/geo.h"

enum dg_spot_kind {
    DG_SPOT_NONE, /* not said, or only "home" and the like without an address */
    DG_SPOT_HERE, /* where the person is, and that is not known here: the app knows */
    DG_SPOT_POINT, /* coordinates, and a label */
    DG_SPOT_NAME, /* words to search for */
};

struct dg_spot {
    enum dg_spot_kind kind;
    struct dg_point at; /* WGS-84; DG_SPOT_POINT only */
    struct dg_str label; /* its name; for DG_SPOT_NAME the words to search for */
    struct dg_str address; /* may be empty */
};

/* A name as a search box finds it, with the area that it lies in (may be empty) unless it says it itself: "Soho, London", in
 * Chinese from wide to narrow. */
struct dg_str dg_place_words(const struct dg_task *task, struct dg_str name, struct dg_str area);

/* The place of a slot as an app can use it. */
struct dg_spot dg_spot_of(const struct dg_task *task, const struct dg_intent *intent, const char *slot);

enum dg_travel { DG_DRIVING, DG_TRANSIT, DG_WALKING, DG_CYCLING };

struct dg_trip {
    struct dg_spot from; /* DG_SPOT_NONE and _HERE: from where the person is */
    struct dg_spot to; /* always a point or a name */
    struct dg_spot via; /* the one stop on the way, a point; DG_SPOT_NONE where there is none such, or several */
    enum dg_travel by;
    struct dg_str fields; /* the slots that it was made from, comma-separated */
    /* what links cannot carry, for the card: "for 2024-02-21 18:30, 3 people, via Soho"; may be empty */
    struct dg_str note;
};

/* Reads a ride.request or a navigate.route. False when the task has failed for want of a destination. */
bool dg_trip_read(struct dg_trip *trip, struct dg_task *task, const struct dg_intent *intent);
/* For a link that cannot say where the trip starts: then the card does, and the app begins where the person is. */
void dg_trip_leave_start(struct dg_trip *trip, const struct dg_task *task, const struct dg_intent *intent);
/* The same as dg_trip_read for apps that take coordinates only, for both ends. */
bool dg_trip_read_points(struct dg_trip *trip, struct dg_task *task, const struct dg_intent *intent);
/* Makes the task's one offer (dg_link_offer), titled "<en or zh> <where to>", and ends the turn. The offer has its links; of the
 * trip it takes the fields and the note unless it has its own. */
enum dg_turn dg_trip_offer(
        struct dg_task *task, const struct dg_trip *trip, const char *en, const char *zh, struct dg_offer offer);
/* Whether the trip says where it starts. */
bool dg_trip_starts(const struct dg_trip *trip);

#endif
