/* Times as chat apps print them beside a message: "18/05/2024, 20:03:11", "昨天 下午8:03", "Feb 20, 2024 at 5:40 PM".
 * Inside of chatlog.c only. Reads a folded line, keeps nothing. Pure; any thread. */
#ifndef DG_CHATLOG_STAMP_H
#define DG_CHATLOG_STAMP_H

#include "intents/lexicon.h"
#include "intents/types.h"

/* How the three numbers of a date are ordered. */
enum dg_date_order {
    DG_ORDER_NONE, /* no date */
    DG_ORDER_KNOWN, /* year, month and day are certain; year may be 0 */
    DG_ORDER_OPEN, /* 02/09/26: `month` holds the first number, `day` the second; the paste or the region decides */
};

struct dg_stamp {
    enum dg_date_order order;
    int year, month, day;
    bool has_relative; /* 昨天, today */
    int days; /* from today */
    int weekday; /* 1 to 7, or 0 */
    bool has_clock;
    int hour, minute, second;
    int half; /* 0: as printed, 1: am, 2: pm */
};

/* Reads the longest stamp at byte `at` of the folded line; returns the byte after it, or `at` when there is none. */
size_t dg_stamp_read(struct dg_stamp *out, struct dg_str line, size_t at, const struct dg_lexicon *lexicon);

/* Whether 02/09 is the second of September everywhere in a paste. */
struct dg_stamp_rule {
    bool day_first;
};

/* The instant, or false when the stamp has no clock or names no real time. A stamp without a date takes `reference`'s day,
 * one without a year the latest year that is not after the reference. */
bool dg_stamp_instant(struct dg_instant *out, const struct dg_stamp *stamp, struct dg_stamp_rule rule,
        const struct dg_zone *zone, struct dg_instant reference);

#endif
