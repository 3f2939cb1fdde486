/* Geocoders: adapters that say where a place is. They serve no intent of their own (`locates`): the server asks them about a
 * navigate.route whose destination has no point, and reads the one offer's state: {"lat", "lon"}, WGS-84.
 * What they share. Results live in the task's arena. Pure; any thread. */
#ifndef DG_PLACE_H
#define DG_PLACE_H

#include "adapters/adapter.h"
#include "adapters/manifest.h"

#include <jansson.h>

/* The words to look for: name and address or area; empty where there is no destination to look for. */
struct dg_str place_words(struct dg_task *task, const struct dg_intent *intent);
/* Writes a GET below the base URL. */
enum dg_turn place_send(struct dg_task *task, struct dg_request *next, struct dg_str path);

/* A place as an answer gives it. */
struct place_hit {
    struct dg_str name;
    double lat, lon; /* WGS-84 degrees */
};

/* How one provider writes its answers. */
struct place_dialect {
    const json_t *(*list)(const json_t *answer); /* the places, best first; no array: it is no such answer */
    bool (*read)(struct place_hit *out, const struct dg_task *task, const json_t *place);
};

/* Ends the task: with where the first place is, or without an offer where the provider knows none. A point that is none on
 * earth is no answer. */
enum dg_turn place_hear(struct dg_task *task, const struct dg_reply *reply, const struct place_dialect *dialect);

/* For the adapters' lists: a geocoder serves no intent; and what must lead to it before it is switched on. */
extern const char *const place_intents[];
extern const struct dg_utterance place_leads[];

/* Reads back what place_found wrote. */
bool dg_place_read(struct dg_str state, double *lat, double *lon);

#endif
