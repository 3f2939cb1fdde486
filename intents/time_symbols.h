/* The symbols of the time grammar: the classes of words first (in the order of the lexicon), then numbers, then what
 * rules make. */
#ifndef DG_TIME_SYMBOLS_H
#define DG_TIME_SYMBOLS_H

#include "intents/lexicon_classes.h"

enum dg_time_symbol {
#define CLASS(name, text) DG_T_##name,
    DG_LEXICON_TIME_CLASSES(CLASS)
#undef CLASS
            DG_T_NUM, /* a whole number: a is it, b its digits when written in figures or digit by digit */
    DG_T_ISO, /* an ISO 8601 duration; `value` is its text */
    DG_T_ORD, /* first, 3rd, 第三 */
    DG_T_DEC, /* 2.5 */
    DG_T_YEAR, /* a year for certain: a is it */
    DG_T_HOUR, /* a number that may be an hour, only beside a day */
    DG_T_D, /* a day */
    DG_T_W, /* a stretch wider than a day */
    DG_T_C, /* a clock */
    DG_T_P, /* a part of the day */
    DG_T_A, /* a clock or part of a day */
    DG_T_R, /* a stretch with two ends */
    DG_T_O, /* an open stretch: before, after */
    DG_T_S, /* counted from now: in two hours */
    DG_T_U, /* a duration */
    DG_T_E, /* a repetition */
    DG_T_V, /* vague: 改天 */
    DG_T_COUNT
};

#endif
