/* What an adapter says of itself so that it can be tested before it is switched on: sentences that must and must not lead to it,
 * and an example exchange with its provider. Constant data; any thread. */
#ifndef DG_MANIFEST_H
#define DG_MANIFEST_H

/* Said on 2024-02-20 at 12:00 UTC, a Tuesday, by somebody in `zone`. */
struct dg_utterance {
    const char *text; /* NULL ends the list */
    const char *zone; /* IANA name */
};

/* One request that the adapter must make, and what its provider answers. */
struct dg_step {
    const char *request; /* "POST /planning/offers": the method and how the path below the base URL begins; NULL ends */
    int status;
    const char *reply; /* the body */
};

struct dg_manifest {
    const struct dg_utterance *leads; /* each must lead to the adapter */
    const struct dg_utterance *others; /* none may */
    const struct dg_step *exchange; /* about the first of `leads`; NULL: the adapter asks nobody */
    const char *expects; /* how the first offer then begins: its link where it is one, else its title */
};

#endif
