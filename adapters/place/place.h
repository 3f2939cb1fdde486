/* Geocoders: adapters that say where a place is. They serve no intent of their own (`locates`): the server asks them about a
 * navigate.route whose destination has no point, and reads the one offer's state: {"lat", "lon"}, WGS-84.
 * What they share. Results live in the task's arena. Pure; any thread. */
#ifndef DG_PLACE_H
#define DG_PLACE_H

#include "adapters/adapter.h"

/* The words to look for: name and address or area; empty where there is no destination to look for. */
struct dg_str place_words(struct dg_task *task, const struct dg_intent *intent);
/* Writes a GET below the base URL. */
enum dg_turn place_send(struct dg_task *task, struct dg_request *next, struct dg_str path);
/* Ends the task with where it is; a point that is none on earth is no answer. */
enum dg_turn place_found(struct dg_task *task, struct dg_str name, double lat, double lon);
/* Ends the task without an offer: the provider knows no such place. */
enum dg_turn place_unknown(struct dg_task *task);

/* Reads back what place_found wrote. */
bool dg_place_read(struct dg_str state, double *lat, double *lon);

#endif
