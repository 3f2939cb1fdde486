/* The settings that are the server's own (adapters' are their manifests'): each with its default, how its value is read,
 * and what the commented file says of it. Before serving, one thread. */
#ifndef DG_CONFIG_ROW_H
#define DG_CONFIG_ROW_H

#include "server/config.h"

/* A whole number from min to max (uint32_t), a text or an absolute path (struct dg_str). */
enum dg_config_kind { DG_CONFIG_NUMBER, DG_CONFIG_TEXT, DG_CONFIG_PATH };

/* Either `set` reads the value, or it is of that kind and goes to `offset`. */
struct dg_config_row {
    const char *key, *standard; /* the default; "" is none */
    const char *(*set)(struct dg_config *config, struct dg_str value); /* NULL, or what is wrong with the value */
    enum dg_config_kind kind;
    size_t offset; /* in struct dg_config */
    uint32_t min, max;
    const char *help; /* lines of the commented file, '\n' between */
};

/* In the order of the commented file; NULL after the last. */
const struct dg_config_row *dg_config_row_at(size_t i);

/* DG_OK | DG_BAD_INPUT: the value is none for this setting; `why` (may be NULL) says what it must be. */
DG_MUST_USE enum dg_status dg_config_row_set(
        struct dg_config *config, const struct dg_config_row *row, struct dg_str value, struct dg_problem *why);

#endif
