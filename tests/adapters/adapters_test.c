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

static void check_same_service(const char *name, struct dg_str link, struct dg_str plain)
{
    DG_CHECK(is_uri(link), "%s: %.*s", name, (int)link.len, link.at);
    bool tel = dg_str_starts(link, "tel:");
    DG_CHECK(tel || dg_str_eq(upto_query(link), upto_query(plain)), "%s: %.*s", name, (int)link.len, link.at);
}

/* Nothing that was said may write a part of an intent: the marks between them stand where we put them. */
static void check_intent(const char *name, struct dg_str intent)
{
    if (!intent.len)
        return;
    ptrdiff_t hash = dg_str_find(intent, dg_str_of("#Intent;scheme="), 0);
    DG_CHECK(is_uri(intent) && hash > 0, "%s: %.*s", name, (int)intent.len, intent.at);
    struct dg_str head = dg_str_cut(intent, 0, (size_t)hash), tail = dg_str_cut(intent, (size_t)hash, intent.len);
    size_t marks = 0;
    for (size_t i = 0; i < tail.len; i++)
        marks += tail.at[i] == ';';
    bool falls_back = dg_str_find(tail, dg_str_of(";S.browser_fallback_url=https%3A%2F%2F"), 0) > 0;
    DG_CHECK_INT((long long)marks, falls_back ? 4 : 3, "parts of the intent");
    DG_CHECK(dg_str_find(head, dg_str_of(";"), 0) < 0 && dg_str_find(head, dg_str_of("#"), 0) < 0, "%s: %.*s", name,
            (int)head.len, head.at);
}

static void no_text_leads_a_link_elsewhere(void)
{
    static const char *const hostile[] = { "//evil.example/", "@evil.example", "\\\\evil.example", "a?b=c&d=e#f",
        "javascript:alert(1)", "%2F%2Fevil.example", "\r\nX: y", "<script>", "a\"b'c", "[::1]", "../../..", " ",
        ("\xE2\x80\xAE"
         "elpmaxe"),
        "晚上|七点,八点;九点", "+1-555" };
    struct dg_arena *arena = dg_arena_create(64 << 20);
    for (const struct dg_adapter *const *a = dg_adapters; *a; a++) {
        for (size_t h = 0; h < sizeof hostile / sizeof hostile[0] && !(*a)->base_option; h++) {
            bool points = h % 2 == 0;
            struct dg_offer o = offer_for(*a, (*a)->intents[0], dg_str_of(hostile[h]), points, arena);
            struct dg_offer plain = offer_for(*a, (*a)->intents[0], dg_str_of("words"), points, arena);
            if (o.link.len && plain.link.len)
                check_same_service((*a)->name, o.link, plain.link);
            if (o.app_link.len && plain.app_link.len)
                check_same_service((*a)->name, o.app_link, plain.app_link);
            check_intent((*a)->name, o.android_link);
            DG_CHECK(!o.ios_link.len || is_uri(o.ios_link), "%s: %.*s", (*a)->name, (int)o.ios_link.len, o.ios_link.at);
        }
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
    dg_run("a full arena is no crash", a_full_arena_is_no_crash);
    return dg_done();
}
