#include "intents/language.h"

#include "intents/utf8.h"

/* A talk this long has shown its language; the rest need not be counted. */
enum { LOOK_BYTES = 64 * 1024 };

struct tally {
    size_t han, words;
};

static bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x20000 && cp <= 0x3134F);
}

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A run of ASCII that is not blank: a word when it is letters (and an apostrophe) only. */
static size_t skip_run(struct dg_str text, size_t at, struct tally *t)
{
    bool word = true;
    size_t i = at;
    for (; i < text.len && text.at[i] > ' ' && (unsigned char)text.at[i] < 0x80; i++) {
        char c = text.at[i];
        bool mark = c == '\'' || c == ',' || c == '.' || c == '!' || c == '?' || c == '-';
        word = word && (is_latin(c) || (i > at && mark));
    }
    t->words += word && is_latin(text.at[at]);
    return i;
}

static void count(struct dg_str text, struct tally *t)
{
    for (size_t i = 0, len; i < text.len;) {
        if ((unsigned char)text.at[i] < 0x80) {
            i = text.at[i] > ' ' ? skip_run(text, i, t) : i + 1;
            continue;
        }
        t->han += is_han(dg_utf8_at(text, i, &len));
        i += len;
    }
}

enum dg_language dg_language_detect(const struct dg_talk *talk)
{
    struct tally t = { 0, 0 };
    size_t seen = 0;
    for (size_t i = 0; i < talk->count && seen < LOOK_BYTES; i++) {
        if (talk->messages[i].kind == DG_MESSAGE_SAID)
            count(talk->messages[i].text, &t);
        seen += talk->messages[i].text.len;
    }
    if (t.han == 0 && t.words == 0)
        return DG_LANG_UNKNOWN;
    /* a Chinese word is about a character and a half */
    return t.han * 2 >= t.words * 3 ? DG_LANG_ZH : DG_LANG_EN;
}
