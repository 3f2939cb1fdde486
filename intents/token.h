/* A message as a row of tokens: words of the tables, unknown words of Latin letters, single Chinese characters, marks.
 * What the recognisers of open names (places, people, titles) walk over. Tokens live in the scratch of the scan and point
 * into its folded text. Pure; any thread. */
#ifndef DG_TOKEN_H
#define DG_TOKEN_H

#include "intents/recogniser.h"

/* What a token is, or may be: a bit each. */
enum {
    DG_T_MARK = 1 << 0, /* a sentence's mark, a line end, an emoji: ends any name */
    DG_T_KNOWN = 1 << 1, /* found by an earlier recogniser, numbers apart */
    DG_T_NUMBER = 1 << 2, /* digits */
    DG_T_LATIN = 1 << 3, /* letters, perhaps with digits */
    DG_T_HAN = 1 << 4, /* Chinese: one character, or a word of the tables */
    DG_T_CITY = 1 << 5,
    DG_T_AIRPORT = 1 << 6,
    DG_T_STATION = 1 << 7,
    DG_T_AREA = 1 << 8,
    DG_T_BRAND = 1 << 9,
    DG_T_NOUN = 1 << 10, /* names a kind of place: 店, street */
    DG_T_OWN = 1 << 11, /* home, 公司, here */
    DG_T_CUE = 1 << 12,
    DG_T_LINK = 1 << 13, /* 那家, 的, on: joins an area and a venue */
    DG_T_TAIL = 1 << 14, /* 吧, 怎么样, then: ends a suggestion */
    DG_T_AFTER = 1 << 15, /* 见, 附近, 出发: says what the place before it is */
    DG_T_FUNCTION = 1 << 16,
    DG_T_PARTICLE = 1 << 17,
    DG_T_COMMON = 1 << 18,
    DG_T_PERSON = 1 << 19, /* a given name, a kinship word, a title */
    DG_T_TOPIC = 1 << 20, /* a cuisine, a seat class, a way of travelling */
    DG_T_CAPITAL = 1 << 21, /* the original begins with a capital letter */
    DG_T_SPACED = 1 << 22, /* a blank stands before it */
    DG_T_FIRST = 1 << 23, /* the first of the message or after a mark */
    DG_T_PART = 1 << 24, /* a part of an address: 号, Apt */
    DG_T_WITH = 1 << 25, /* 叫上, with, and: a person may follow */
    DG_T_WATCH = 1 << 26, /* 看, watch: a title may follow */

    DG_T_GAZETTEER = DG_T_CITY | DG_T_AIRPORT | DG_T_STATION | DG_T_AREA | DG_T_BRAND,
    DG_T_ORDINARY = DG_T_FUNCTION | DG_T_PARTICLE | DG_T_COMMON,
};

struct dg_token {
    uint32_t start, end; /* bytes of the folded text */
    uint32_t is; /* DG_T_… */
};

struct dg_tokens {
    const struct dg_token *at;
    size_t count;
    bool shouting; /* most of the words are capitals or begin with one: capitals say nothing */
};

/* Earlier mentions in order of position, to be asked for at ever later bytes. */
struct dg_known {
    const struct dg_mention **at;
    size_t count, next;
};

/* The mentions of the scan whose types have their bit (1 << type) set in `types`; empty when the arena is full. */
struct dg_known dg_known_of(const struct dg_scan *scan, uint32_t types);
/* The mention that covers byte `at`, or NULL; `at` must not go down from call to call. */
const struct dg_mention *dg_known_at(struct dg_known *known, size_t at);

/* Cuts the message up; count is 0 when the arena is full. At each place the longest word of the tables is taken. */
struct dg_tokens dg_tokens_of(const struct dg_scan *scan);
/* The same, but what earlier recognisers found of the types in `open` (1 << type) is cut up again. */
struct dg_tokens dg_tokens_but(const struct dg_scan *scan, uint32_t open);

/* The token's word in one class; false when it is none. */
bool dg_token_word(
        struct dg_word *out, const struct dg_scan *scan, const struct dg_token *token, enum dg_word_class class);
/* The folded words of a token. */
struct dg_str dg_token_text(const struct dg_scan *scan, const struct dg_token *token);

#endif
