#include "server/own_words.h"

#include "intents/lexicon_build.h"
#include "server/file.h"

#include <errno.h>
#include <stdlib.h>

enum { FILE_BYTES_MAX = 8 * 1024 * 1024, WORDS_BYTES_MAX = 256 * 1024 * 1024 };

struct dg_own_words {
    struct dg_arena *arena;
    struct dg_lexicon lexicon;
};

/* A load under way. */
struct load {
    struct dg_lexicon_build *build;
    dg_own_words_wrong *wrong;
    void *owner;
    unsigned line;
    bool failed;
};

static void complain(struct load *l, unsigned line, const char *detail)
{
    l->failed = true;
    if (l->wrong)
        l->wrong(l->owner, line, detail);
}

/* How people agree, refuse or order is not for a gazetteer to say: those words decide what is settled. */
static bool names_something(struct dg_str line)
{
    static const char *const kinds[] = { "place.city", "place.airport", "place.station", "place.area", "place.brand",
        "person.given", "topic.cuisine" };
    struct dg_word columns = { .value = line };
    struct dg_str class = dg_str_trim(dg_word_column(&columns, 1));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (dg_str_is(class, kinds[i]))
            return true;
    }
    return false;
}

static void read_line(struct load *l, struct dg_str line)
{
    const char *detail = NULL;
    l->line++;
    if (dg_str_trim(line).len == 0 || line.at[0] == '#')
        return;
    if (!names_something(line))
        detail = "the second column must be place.city, place.airport, place.station, place.area, place.brand, "
                 "person.given or topic.cuisine";
    else
        detail = dg_lexicon_build_line(l->build, DG_IN_ANY, line);
    if (detail)
        complain(l, l->line, detail);
}

static void read_lines(struct load *l, struct dg_str text)
{
    struct dg_str line;
    for (size_t at = 0; dg_str_line(&line, text, &at);)
        read_line(l, line);
}

static void load(struct dg_own_words *words, const char *path, struct load *l)
{
    struct dg_lexicon builtin = dg_lexicon_builtin();
    struct dg_str text = dg_file_read(words->arena, path, FILE_BYTES_MAX);
    if (!text.at) {
        complain(l, 0, errno == EFBIG ? "longer than 8 MiB" : strerror(errno));
        return;
    }
    l->build = dg_lexicon_build_create(words->arena, &builtin);
    if (l->build)
        read_lines(l, text);
    if (!l->failed && (!l->build || !dg_lexicon_build_make(l->build, &words->lexicon)))
        complain(l, 0, "there is no memory for so many words");
}

struct dg_own_words *dg_own_words_load(const char *path, dg_own_words_wrong *wrong, void *owner)
{
    struct load l = { .wrong = wrong, .owner = owner };
    struct dg_own_words *words = calloc(1, sizeof *words);
    if (words)
        words->arena = dg_arena_create(WORDS_BYTES_MAX);
    if (words && words->arena)
        load(words, path, &l);
    else
        complain(&l, 0, "out of memory");
    if (!l.failed)
        return words;
    dg_own_words_destroy(words);
    return NULL;
}

void dg_own_words_destroy(struct dg_own_words *words)
{
    if (!words)
        return;
    dg_arena_destroy(words->arena);
    free(words);
}

struct dg_lexicon dg_own_words_beside(const struct dg_own_words *words)
{
    struct dg_lexicon lexicon = dg_lexicon_builtin();
    if (words)
        lexicon.more = &words->lexicon;
    return lexicon;
}
