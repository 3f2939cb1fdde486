#include "adapters/adapter.h"
#include "intents/catalogue.h"
#include "intents/utf8.h"
#include "tests/support/check.h"
#include "tests/support/filled.h"

#include <stdio.h>

static const struct dg_adapter_option *option_called(const struct dg_adapter *a, const char *key)
{
    for (const struct dg_adapter_option *o = a->options; o && o->key; o++) {
        if (strcmp(o->key, key) == 0)
            return o;
    }
    return NULL;
}

static void check_members(const struct dg_adapter *a)
{
    DG_CHECK(a->name && a->name[0] && a->title && a->title[0], "%s: a name and a title", a->name);
    DG_CHECK(dg_adapter_find(dg_str_of(a->name)) == a, "%s: found by its name, which is its own", a->name);
    DG_CHECK(a->ask != NULL, "%s: ask", a->name);
    DG_CHECK(a->manifest != NULL, "%s: examples", a->name);
    DG_CHECK(a->intents && (a->intents[0] || a->locates), "%s: intents", a->name);
    for (const char *const *i = a->intents; *i; i++)
        DG_CHECK(dg_catalogue_find(dg_str_of(*i)) != NULL, "%s: %s is of the catalogue", a->name, *i);
}

static void check_live_members(const struct dg_adapter *a)
{
    const struct dg_adapter_option *base = a->base_option ? option_called(a, a->base_option) : NULL;
    size_t options = 0;
    for (const struct dg_adapter_option *o = a->options; o && o->key; o++, options++)
        DG_CHECK(o->help && o->help[0], "%s: %s is explained", a->name, o->key);
    DG_CHECK(options <= DG_OPTIONS_MAX, "%s: %zu options", a->name, options);
    DG_CHECK(!a->base_option || (base && base->required), "%s: cannot be on without its base", a->name);
    DG_CHECK(!a->base_option || (a->hear && a->deadline_ms > 0), "%s: hears, in time", a->name);
    DG_CHECK(a->base_option || (!a->hear && !a->book && !a->check && !a->undo), "%s: a link is only a link", a->name);
}

static void every_adapter_is_whole(void)
{
    size_t count = 0;
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++, count++) {
        check_members(*a);
        check_live_members(*a);
    }
    DG_CHECK(count > 20, "%zu adapters", count);
    DG_CHECK(dg_adapter_find(dg_str_of("nobody")) == NULL, "no such adapter");
}

static void every_action_has_a_service(void)
{
    /* what the server does itself, or nobody offers without an account */
    static const char *const none[] = { "text.summarize", "text.translate", "text.compose", "booking.bus",
        "booking.event" };
    for (size_t i = 0; i < dg_catalogue_count; i++) {
        bool served = false, expected = true;
        for (const struct dg_adapter *const *a = dg_adapters; *a; a++)
            served = served || dg_adapter_does(*a, dg_catalogue[i].name);
        for (size_t n = 0; n < sizeof none / sizeof none[0]; n++)
            expected = expected && strcmp(none[n], dg_catalogue[i].name) != 0;
        DG_CHECK(served || !expected, "%s", dg_catalogue[i].name);
    }
}

/* ---- what any text can do to a link: nothing ---------------------------------------------------------------------- */

static struct dg_offer offer_for(
        const struct dg_adapter *a, const char *intent, struct dg_str words, bool points, struct dg_arena *arena)
{
    struct dg_adapter_settings settings = { 0 };
    struct dg_context ctx = { .now = { 1708500000, 0 } };
    struct dg_request next = { 0 };
    struct dg_task *task = dg_arena_alloc(arena, sizeof *task);
    *task = (struct dg_task){ .adapter = a, .settings = &settings, .ctx = &ctx, .arena = arena };
    const struct dg_intent *filled = dg_filled_intent(arena, intent, words, points);
    enum dg_turn turn = a->ask(task, filled, &next);
    DG_CHECK(turn != DG_TURN_SEND, "%s: a link sends nothing", a->name);
    return turn == DG_TURN_DONE ? task->offers[0] : (struct dg_offer){ 0 };
}

/* RFC 3986: the characters of a URI, and nothing else. */
static bool is_uri(struct dg_str link)
{
    for (size_t i = 0; i < link.len; i++) {
        char c = link.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && (!c || !strchr("-._~:/?#@!$&'()*+,;=%", c)))
            return false;
    }
    return true;
}

static struct dg_str upto_query(struct dg_str link)
{
    size_t end = 0;
    while (end < link.len && !strchr("?,", link.at[end]))
        end++;
    return dg_str_cut(link, 0, end);
}

static size_t count_of(struct dg_str link, char mark)
{
    size_t count = 0;
    for (size_t i = 0; i < link.len; i++)
        count += link.at[i] == mark;
    return count;
}

static void check_same_service(const char *name, struct dg_str link, struct dg_str plain)
{
    DG_CHECK(is_uri(link), "%s: %.*s", name, (int)link.len, link.at);
    bool tel = dg_str_starts(link, "tel:");
    DG_CHECK(tel || dg_str_eq(upto_query(link), upto_query(plain)), "%s: %.*s", name, (int)link.len, link.at);
    for (const char *mark = "?&=#;|"; *mark; mark++)
        DG_CHECK_INT((long long)count_of(link, *mark), (long long)count_of(plain, *mark), name);
}

/* Nothing that was said may write a part of an intent: the marks between them stand where we put them. */
static void check_intent(const char *name, struct dg_str intent)
{
    if (!intent.len)
        return;
    ptrdiff_t hash = dg_str_find(intent, dg_str_of("#Intent;scheme="), 0);
    DG_CHECK(is_uri(intent) && hash > 0, "%s: %.*s", name, (int)intent.len, intent.at);
    struct dg_str head = dg_str_cut(intent, 0, (size_t)hash), tail = dg_str_cut(intent, (size_t)hash, intent.len);
    bool falls_back = dg_str_find(tail, dg_str_of(";S.browser_fallback_url=https%3A%2F%2F"), 0) > 0;
    DG_CHECK_INT((long long)count_of(tail, ';'), falls_back ? 4 : 3, "parts of the intent");
    DG_CHECK(dg_str_find(head, dg_str_of(";"), 0) < 0 && dg_str_find(head, dg_str_of("#"), 0) < 0, "%s: %.*s", name,
            (int)head.len, head.at);
}

/* Every link of the offer is the same service's as that of the plain one. */
static void check_links(const struct dg_adapter *a, const struct dg_offer *o, const struct dg_offer *plain)
{
    const struct dg_str links[][2] = { { o->link, plain->link }, { o->app_link, plain->app_link },
        { o->ios_link, plain->ios_link }, { o->web_link, plain->web_link } };
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        if (links[i][0].len && links[i][1].len)
            check_same_service(a->name, links[i][0], links[i][1]);
    }
    check_intent(a->name, o->android_link);
}

static void no_text_leads_a_link_elsewhere(void)
{
    static const char *const hostile[] = { "//evil.example/", "@evil.example", "\\\\evil.example", "a?b=c&d=e#f",
        "javascript:alert(1)", "%2F%2Fevil.example", "\r\nX: y", "<script>", "a\"b'c", "[::1]", "../../..", " ",
        ("\xE2\x80\xAE"
         "elpmaxe"),
        "晚上|七点,八点;九点", "+1-555", "\xF0\x9F\x8D\x9C&x=1#\xF0\x9F\x8D\xBA",
        "\xE2\x80\x8F\xE2\x81\xA6x\xE2\x81\xA9\xE2\x80\xAC", "x|latlng:1,2|name:y",
        "x;S.browser_fallback_url=https%3A%2F%2Fevil.example;end", "x,BJP&fs=y", "\x01\t\x7F" };
    struct dg_arena *arena = dg_arena_create(64 << 20);
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        for (size_t h = 0; h < sizeof hostile / sizeof hostile[0] && !(*a)->base_option; h++) {
            bool points = h % 2 == 0;
            struct dg_offer o = offer_for(*a, (*a)->intents[0], dg_str_of(hostile[h]), points, arena);
            struct dg_offer plain = offer_for(*a, (*a)->intents[0], dg_str_of("words"), points, arena);
            check_links(*a, &o, &plain);
        }
    }
    dg_arena_destroy(arena);
}

/* ---- what was said is in a link whole, or there is no link ---------------------------------------------------------- */

static int hex_of(char c)
{
    const char *hex = "0123456789ABCDEF", *at = strchr(hex, c);
    return at ? (int)(at - hex) : 0;
}

static struct dg_str decoded(struct dg_arena *arena, struct dg_str link)
{
    char *out = dg_arena_alloc(arena, link.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < link.len; i++) {
        bool escape = link.at[i] == '%' && i + 2 < link.len;
        out[len++] = escape ? (char)(hex_of(link.at[i + 1]) * 16 + hex_of(link.at[i + 2])) : link.at[i];
        i += escape ? 2 : 0;
    }
    return (struct dg_str){ out, len };
}

static size_t times(struct dg_str text, struct dg_str words)
{
    size_t count = 0;
    for (ptrdiff_t at = dg_str_find(text, words, 0); at >= 0; at = dg_str_find(text, words, (size_t)at + words.len))
        count++;
    return count;
}

static struct dg_str repeated(struct dg_arena *arena, const char *piece, size_t number)
{
    size_t len = strlen(piece);
    char *out = dg_arena_alloc(arena, number * len);
    for (size_t i = 0; i < number; i++)
        memcpy(out + i * len, piece, len);
    return (struct dg_str){ out, number * len };
}

/* A file folds and escapes its lines; a telephone number is digits. */
static bool writes_words(const struct dg_offer *plain)
{
    return plain->link.len && !dg_str_starts(plain->link, "data:") && !dg_str_starts(plain->link, "tel:");
}

static void check_whole(
        const struct dg_adapter *a, const struct dg_offer *o, const struct dg_offer *plain, struct dg_str words)
{
    struct dg_arena *arena = dg_arena_create(1 << 20);
    size_t wanted = times(decoded(arena, plain->link), dg_str_of("words"));
    size_t got = times(decoded(arena, o->link), words);
    DG_CHECK(o->link.len == 0 || got == wanted, "%s: %zu of %zu times", a->name, got, wanted);
    dg_arena_destroy(arena);
}

static void a_text_of_2000_characters_is_whole_in_a_link_or_there_is_none(void)
{
    static const char *const pieces[] = { "a", "&", "%", "\"", "面", "\xF0\x9F\x8D\x9C", "\xE2\x80\xAE", "\r\n" };
    struct dg_arena *arena = dg_arena_create(256 << 20);
    size_t whole = 0, none = 0, letters = 0;
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        for (size_t p = 0; p < sizeof pieces / sizeof pieces[0] && !(*a)->base_option; p++) {
            struct dg_str words = repeated(arena, pieces[p], 2000);
            struct dg_offer plain = offer_for(*a, (*a)->intents[0], dg_str_of("words"), true, arena);
            struct dg_offer o = offer_for(*a, (*a)->intents[0], words, true, arena);
            if (!writes_words(&plain))
                continue;
            check_links(*a, &o, &plain);
            check_whole(*a, &o, &plain, words);
            whole += o.link.len > 0;
            none += o.link.len == 0;
            letters += p == 0 && o.link.len > 0;
        }
    }
    DG_CHECK(whole > 20 && none > 20, "%zu whole, %zu none", whole, none);
    DG_CHECK(letters > 10, "as letters they have room in %zu links", letters);
    dg_arena_destroy(arena);
}

/* ---- by who opens it ----------------------------------------------------------------------------------------------- */

static const struct forms {
    const char *adapter;
    bool android, ios, web;
} forms[] = {
    { "yandex-go", true, true, true },
    { "uber", true, true, true },
    { "lyft", true, true, true },
    { "gett", true, true, true },
    { "didi", true, true, true },
    { "amap-ride", true, true, true },
    { "amap", true, true, true },
    { "baidu-map", true, true, true },
    { "tencent-map", true, true, true },
    { "google-maps", true, true, true },
    { "apple-maps", false, true, true }, /* there is no such app */
    { "dianping", true, true, true },
    /* no link of an app is documented */
    { "opentable", false, false, true },
    { "booking-com", false, false, true },
    { "ctrip", false, false, true },
    { "rail-12306", false, false, true },
    { "google-calendar", false, false, true },
    { "parcel", false, false, true },
    { "baidu-search", false, false, true },
    { "google-search", false, false, true },
    /* the system's own */
    { "ics", false, false, false },
    { "call", false, false, false },
};

static const struct forms *forms_of(const struct dg_adapter *a)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        if (strcmp(forms[i].adapter, a->name) == 0)
            return &forms[i];
    }
    return NULL;
}

/* Words that every link takes: codes, a carrier and a number among them. */
static void every_link_has_the_forms_that_are_documented(void)
{
    struct dg_arena *arena = dg_arena_create(64 << 20);
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        const struct forms *f = forms_of(*a);
        DG_CHECK((*a)->base_option || f, "%s: in the table", (*a)->name);
        if (!f)
            continue;
        const char *words = strcmp((*a)->name, "parcel") == 0 ? "UPS" : "PEK";
        struct dg_offer o = offer_for(*a, (*a)->intents[0], dg_str_of(words), true, arena);
        if (!o.link.len)
            continue; /* codes of its own are wanted, which the conversations have */
        DG_CHECK_INT(dg_str_starts(o.android_link, "intent://"), f->android, (*a)->name);
        DG_CHECK_INT(o.ios_link.len > 0, f->ios, (*a)->name);
        DG_CHECK_INT(dg_str_starts(o.web_link, "https://"), f->web, (*a)->name);
        bool falls_back = dg_str_find(o.android_link, dg_str_of(";S.browser_fallback_url=https%3A%2F%2F"), 0) > 0;
        DG_CHECK_INT(falls_back, f->android && f->web, (*a)->name);
    }
    dg_arena_destroy(arena);
}

static void a_full_arena_is_no_crash(void)
{
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        for (size_t bytes = 3000; bytes < 60000 && !(*a)->base_option; bytes += 1777) {
            struct dg_arena *arena = dg_arena_create(bytes), *room = dg_arena_create(1 << 20);
            struct dg_adapter_settings settings = { 0 };
            struct dg_context ctx = { .now = { 1708500000, 0 } };
            struct dg_request next = { 0 };
            struct dg_task *task = dg_arena_alloc(room, sizeof *task);
            *task = (struct dg_task){ .adapter = *a, .settings = &settings, .ctx = &ctx, .arena = arena };
            (*a)->ask(task, dg_filled_intent(room, (*a)->intents[0], dg_str_of("FREQ=DAILY"), true), &next);
            DG_CHECK(task->offer_count <= 1, "%s", (*a)->name);
            dg_arena_destroy(arena);
            dg_arena_destroy(room);
        }
    }
}

int main(void)
{
    dg_run("every adapter is whole", every_adapter_is_whole);
    dg_run("every action has a service", every_action_has_a_service);
    dg_run("no text leads a link elsewhere", no_text_leads_a_link_elsewhere);
    dg_run("a text of 2000 characters is whole in a link or there is none",
            a_text_of_2000_characters_is_whole_in_a_link_or_there_is_none);
    dg_run("every link has the forms that are documented", every_link_has_the_forms_that_are_documented);
    dg_run("a full arena is no crash", a_full_arena_is_no_crash);
    return dg_done();
}
