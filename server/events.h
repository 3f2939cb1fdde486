/* Cards as they arrive, as server-sent events: `card` each, at the end `unanswered` each and `done`.
 * An event's id says what the client has: which parts (the links, each task) whole, and how much of the part under way. A
 * client that comes back with Last-Event-ID, to any server, gets the rest and nothing twice. Lives with its exchange. */
#ifndef DG_EVENTS_H
#define DG_EVENTS_H

#include "server/cards.h"
#include "server/http.h"

enum { DG_EVENTS_LINKS = 63 }; /* the part of what was made here; a task's part is its number */

struct dg_events {
    struct dg_exchange *ex;
    uint64_t whole; /* a bit for each part that was sent */
    unsigned part, part_count; /* of this part so many cards were sent */
};

/* Begins the stream. `last_id` may be empty; what cannot be read counts as empty. */
void dg_events_begin(struct dg_events *out, struct dg_exchange *ex, struct dg_str last_id);
bool dg_events_has(const struct dg_events *events, unsigned part);
/* Sends the part's cards that the client has not got yet, and marks the part as whole. */
void dg_events_cards(struct dg_events *events, unsigned part, const struct dg_cards *cards, struct dg_arena *arena);
/* Sends who gave no card, and that this is all; ends the exchange. */
void dg_events_end(struct dg_events *events, const struct dg_silences *silences, bool complete, struct dg_arena *arena);

#endif
