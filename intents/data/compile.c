/* Compiles the word tables: compile OUT LANG:FILE.tsv ... (LANG is zh, en or any).
 * Beside the words the table holds what each code point folds to, worked out here by Unicode's rules. A build-time tool: it
 * owns everything until it exits. */
#include "intents/lexicon_build.h"
#include "intents/lexicon_format.h"
#include "intents/normalise.h"
#include "intents/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/utrans.h>

enum { CJK_FIRST = 0x3400, CJK_LAST = 0x9FFF, LINE_BYTES = 4096, BMP = 0x10000 };
static const size_t arena_bytes = (size_t)1 << 30;

/* Traditional to simplified, character by character, from ICU's rules; a character that maps to more stays. */
static bool fold_chinese(uint16_t *to)
{
    UErrorCode error = U_ZERO_ERROR;
    static const UChar id[] = u"Traditional-Simplified";
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) {
        fprintf(stderr, "compile: ICU has no Traditional-Simplified: %s\n", u_errorName(error));
        return false;
    }
    for (uint32_t cp = CJK_FIRST; cp <= CJK_LAST; cp++) {
        UChar text[8] = { (UChar)cp };
        int32_t len = 1, limit = 1;
        error = U_ZERO_ERROR;
        utrans_transUChars(t, text, &len, 8, 0, &limit, &error);
        if (U_SUCCESS(error) && len == 1)
            to[cp] = text[0];
    }
    utrans_close(t);
    return true;
}

/* What the code point becomes when that is one code point of two bytes at most in UTF-16, else "ask the rules". */
static uint16_t fold_alone(uint32_t cp)
{
    char bytes[DG_FOLDED_BYTES_MAX];
    size_t len = dg_fold_by_rule(cp, bytes), first = 0;
    uint32_t to = len ? dg_utf8_at((struct dg_str){ bytes, len }, 0, &first) : 0;
    return len && first == len && to < DG_FOLD_RULE ? (uint16_t)to : DG_FOLD_RULE;
}

static bool is_surrogate(uint32_t cp)
{
    return cp >= 0xD800 && cp <= 0xDFFF;
}

/* Pages of `to` in which something changes, each once; page 0 is the one in which nothing does. */
static size_t paged(const uint16_t *to, uint16_t *out)
{
    uint16_t pages = 1;
    for (uint32_t p = 0; p < DG_FOLD_PAGES; p++) {
        uint16_t *page = out + DG_FOLD_PAGES + pages * DG_FOLD_PAGE;
        bool changes = false;
        for (uint32_t i = 0; i < DG_FOLD_PAGE; i++) {
            uint32_t cp = p * DG_FOLD_PAGE + i;
            page[i] = to[cp] == cp ? DG_FOLD_SAME : to[cp];
            changes |= to[cp] != cp;
        }
        out[p] = changes ? pages++ : 0;
    }
    return DG_FOLD_PAGES + (size_t)pages * DG_FOLD_PAGE;
}

static bool make_folds(struct dg_arena *arena, struct dg_lexicon *out)
{
    uint16_t *to = dg_arena_array(arena, BMP, sizeof *to);
    uint16_t *pages = dg_arena_array(arena, DG_FOLD_PAGES + (DG_FOLD_PAGES + 2) * DG_FOLD_PAGE, sizeof *pages);
    if (!to || !pages)
        return false;
    for (uint32_t cp = 0; cp < BMP; cp++)
        to[cp] = cp == 0 || is_surrogate(cp) || (cp >= CJK_FIRST && cp <= CJK_LAST) ? (uint16_t)cp : fold_alone(cp);
    return fold_chinese(to) && dg_lexicon_of_folds(arena, pages, paged(to, pages), out);
}

static bool read_table(struct dg_lexicon_build *b, const char *arg)
{
    const char *colon = strchr(arg, ':');
    unsigned languages = strncmp(arg, "zh:", 3) == 0 ? DG_IN_ZH : strncmp(arg, "en:", 3) == 0 ? DG_IN_EN : DG_IN_ANY;
    FILE *f = colon ? fopen(colon + 1, "r") : NULL;
    char line[LINE_BYTES];
    bool good = f != NULL;
    for (size_t n = 1; f && fgets(line, sizeof line, f); n++) {
        const char *why = dg_lexicon_build_line(b, languages, dg_str_of(line));
        if (why) {
            fprintf(stderr, "%s:%zu: %s\n", colon + 1, n, why);
            good = false;
        }
    }
    if (f)
        fclose(f);
    else
        fprintf(stderr, "compile: cannot read %s\n", arg);
    return good;
}

static bool write_file(const struct dg_lexicon *lex, const char *path)
{
    FILE *f = fopen(path, "wb");
    bool good = f && fwrite(lex->bytes, 1, lex->len, f) == lex->len;
    if ((f && fclose(f) != 0) || !good) {
        fprintf(stderr, "compile: cannot write %s\n", path);
        return false;
    }
    return true;
}

static bool compile(struct dg_arena *arena, int argc, char **argv)
{
    struct dg_lexicon folds, lex;
    struct dg_lexicon_build *b = make_folds(arena, &folds) ? dg_lexicon_build_create(arena, &folds) : NULL;
    bool good = b != NULL;
    for (int i = 2; b && i < argc; i++)
        good = read_table(b, argv[i]) && good;
    if (!good)
        return false;
    if (!dg_lexicon_build_make(b, &lex)) {
        fprintf(stderr, "compile: the tables are too big\n");
        return false;
    }
    return write_file(&lex, argv[1]);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: compile OUT LANG:FILE.tsv ...\n");
        return 2;
    }
    struct dg_arena *arena = dg_arena_create(arena_bytes);
    bool good = arena && compile(arena, argc, argv);
    dg_arena_destroy(arena);
    return good ? 0 : 1;
}
