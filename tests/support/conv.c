#include "tests/support/conv.h"

#include "intents/catalogue.h"
#include "tests/support/check.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLOTS_MAX = 16, TEXT_MAX = 1 << 20, CASE_BYTES = 8 << 20 };

/* A case while it runs; everything in it lives in the arena. */
struct conv {
    const char *path;
    struct dg_str rest; /* lines not yet read */
    int line; /* number of the one read last */
    struct dg_arena *arena;
    const struct dg_adapter *adapter;
    struct dg_adapter_settings settings;
    struct dg_context ctx;
    struct dg_zone *zone;
    enum dg_language language;
    struct dg_str key;
    struct dg_intent intent;
    struct dg_slot slots[SLOTS_MAX];
    struct dg_task task;
    struct dg_request next;
    enum dg_turn turn;
    struct dg_str states[DG_OFFERS_MAX], kept; /* of the offers of `ask`, and of the last receipt */
    int expectations;
};

static struct conv *now_running; /* dg_run's tests take no argument */

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static struct dg_str peek_line(const struct conv *c)
{
    ptrdiff_t end = dg_str_find(c->rest, dg_str_of("\n"), 0);
    return dg_str_cut(c->rest, 0, end < 0 ? c->rest.len : (size_t)end);
}

static struct dg_str read_line(struct conv *c)
{
    struct dg_str line = peek_line(c);
    size_t taken = line.len < c->rest.len ? line.len + 1 : line.len;
    c->rest = dg_str_cut(c->rest, taken, c->rest.len);
    c->line++;
    return line;
}

static struct dg_str without(struct dg_str line, size_t len)
{
    return line.len > len ? dg_str_cut(line, len, line.len) : (struct dg_str){ "", 0 };
}

/* The lines from `first` on that begin with the same mark, without it, each ended by a line end. */
static struct dg_str read_block(struct conv *c, struct dg_str first)
{
    char mark[2] = { first.at[0], '\0' };
    struct dg_str line = without(first, 2), text = dg_arena_print(c->arena, "%.*s\n", (int)line.len, line.at);
    while (dg_str_starts(peek_line(c), mark)) {
        line = without(read_line(c), 2);
        text = dg_arena_print(c->arena, "%.*s%.*s\n", (int)text.len, text.at, (int)line.len, line.at);
    }
    return text;
}

/* Takes one line of a block. */
static struct dg_str take(struct dg_str *block)
{
    ptrdiff_t end = dg_str_find(*block, dg_str_of("\n"), 0);
    struct dg_str line = dg_str_cut(*block, 0, end < 0 ? block->len : (size_t)end);
    *block = without(*block, line.len + 1);
    return line;
}

static bool expect(struct conv *c, struct dg_str got, struct dg_str want, const char *about)
{
    c->expectations++;
    return DG_CHECK(dg_str_eq(got, want), "%s:%d: %s:\ngot  %.*s\nwant %.*s", c->path, c->line, about, (int)got.len,
            got.at ? got.at : "", (int)want.len, want.at);
}

static void broken(struct conv *c, const char *what)
{
    DG_CHECK(false, "%s:%d: %s", c->path, c->line, what);
}

/* ---- the setting ----------------------------------------------------------------------------------------------- */

static void set_option(struct conv *c, struct dg_str text)
{
    ptrdiff_t equals = dg_str_find(text, dg_str_of("="), 0);
    struct dg_str key = dg_str_trim(dg_str_cut(text, 0, equals < 0 ? 0 : (size_t)equals));
    const struct dg_adapter_option *options = c->adapter ? c->adapter->options : NULL;
    for (size_t i = 0; options && options[i].key; i++) {
        if (!dg_str_is(key, options[i].key))
            continue;
        c->settings.values[i] = dg_str_trim(without(text, (size_t)equals + 1));
        return;
    }
    broken(c, "the adapter has no such option");
}

static void set_intent(struct conv *c, struct dg_str name)
{
    c->intent = (struct dg_intent){ .schema = dg_catalogue_find(name), .confidence = 1.0, .slots = c->slots };
    if (!c->intent.schema)
        broken(c, "no such intent");
}

static void add_slot(struct conv *c, struct dg_str text)
{
    ptrdiff_t equals = dg_str_find(text, dg_str_of("="), 0);
    struct dg_str name = dg_arena_copy(c->arena, dg_str_trim(dg_str_cut(text, 0, equals < 0 ? 0 : (size_t)equals)));
    const struct dg_slot_schema *schema = c->intent.schema ? dg_schema_slot(c->intent.schema, name.at) : NULL;
    struct dg_slot slot = { .name = schema ? schema->name : "", .many = schema && schema->many };
    struct dg_str value = dg_str_trim(without(text, (size_t)equals + 1));
    bool well = schema && c->intent.slot_count < SLOTS_MAX && dg_conv_value(&slot.value, schema->kind, value, c->arena);
    if (well)
        c->slots[c->intent.slot_count++] = slot;
    else
        broken(c, "no slot of this intent, or not a value of its type");
}

static void set_language(struct conv *c, struct dg_str tag)
{
    c->language = dg_str_is(tag, "zh") ? DG_LANG_ZH : DG_LANG_EN;
    c->ctx.language = c->language;
}

static void set_zone(struct conv *c, struct dg_str name)
{
    dg_zone_destroy(c->zone);
    c->ctx.zone = c->zone = dg_zone_create(name);
    if (!c->zone)
        broken(c, "no such zone");
}

static void set_location(struct conv *c, struct dg_str text)
{
    char *after;
    c->ctx.lat = strtod(dg_arena_copy(c->arena, text).at, &after);
    c->ctx.lon = *after == ',' ? strtod(after + 1, NULL) : 0;
    c->ctx.has_location = true;
}

static void set_now(struct conv *c, struct dg_str text)
{
    if (!dg_instant_parse(&c->ctx.now, text, c->zone))
        broken(c, "not a time");
}

static void set_adapter(struct conv *c, struct dg_str name)
{
    c->adapter = dg_adapter_find(name);
    if (!c->adapter)
        broken(c, "no such adapter");
}

static void set_key(struct conv *c, struct dg_str key)
{
    c->key = key;
}

static void set_sandbox(struct conv *c, struct dg_str yes)
{
    c->settings.sandbox = dg_str_is(yes, "yes");
}

/* ---- turns ----------------------------------------------------------------------------------------------------- */

static void begin_task(struct conv *c)
{
    c->task = (struct dg_task){ .adapter = c->adapter, .settings = &c->settings, .ctx = &c->ctx, .arena = c->arena };
    c->task.language = c->language;
    c->task.key = c->key;
    c->task.state = dg_arena_alloc(c->arena, c->adapter->task_size + 1);
    c->next = (struct dg_request){ 0 };
}

static void end_turn(struct conv *c)
{
    if (c->turn != DG_TURN_DONE)
        return;
    for (size_t i = 0; i < c->task.offer_count; i++)
        c->states[i] = c->task.offers[i].state;
    if (c->task.receipt.state.len)
        c->kept = c->task.receipt.state;
}

static void turn_ask(struct conv *c, struct dg_str unused)
{
    (void)unused;
    begin_task(c);
    c->turn = c->adapter->ask(&c->task, &c->intent, &c->next);
    end_turn(c);
}

typedef enum dg_turn turn_function(struct dg_task *, struct dg_str, struct dg_request *);

static void turn_with(struct conv *c, turn_function *turn, struct dg_str state)
{
    if (!turn) {
        broken(c, "the adapter cannot do that");
        return;
    }
    begin_task(c);
    c->turn = turn(&c->task, state, &c->next);
    end_turn(c);
}

static struct dg_str state_number(const struct conv *c, struct dg_str number)
{
    size_t n = number.len ? (size_t)(number.at[0] - '1') : DG_OFFERS_MAX;
    return n < DG_OFFERS_MAX ? c->states[n] : (struct dg_str){ "", 0 };
}

static void turn_book(struct conv *c, struct dg_str number)
{
    turn_with(c, c->adapter->book, state_number(c, number));
}

static void turn_check(struct conv *c, struct dg_str number)
{
    turn_with(c, c->adapter->check, state_number(c, number));
}

static void turn_undo(struct conv *c, struct dg_str unused)
{
    (void)unused;
    turn_with(c, c->adapter->undo, c->kept);
}

static void check_serves(struct conv *c, struct dg_str yes)
{
    bool serves = !c->adapter->serves || c->adapter->serves(&c->intent, &c->ctx);
    expect(c, dg_str_of(serves ? "yes" : "no"), yes, "serves");
}

/* ---- requests and replies -------------------------------------------------------------------------------------- */

/* The request as its lines, without the carriage returns that text formats want. */
static struct dg_str written(const struct conv *c)
{
    const struct dg_request *r = &c->next;
    struct dg_str text =
            dg_arena_print(c->arena, "%.*s %.*s\n", (int)r->method.len, r->method.at, (int)r->url.len, r->url.at);
    if (r->user.len)
        text = dg_arena_print(c->arena, "%.*suser: %.*s:%.*s\n", (int)text.len, text.at, (int)r->user.len, r->user.at,
                (int)r->password.len, r->password.at ? r->password.at : "");
    for (size_t i = 0; i < r->header_count; i++)
        text = dg_arena_print(c->arena, "%.*s%.*s: %.*s\n", (int)text.len, text.at, (int)r->headers[i].name.len,
                r->headers[i].name.at, (int)r->headers[i].value.len, r->headers[i].value.at);
    if (r->body.len)
        text = dg_arena_print(c->arena, "%.*s\n%.*s\n", (int)text.len, text.at, (int)r->body.len, r->body.at);
    char *out = dg_arena_alloc(c->arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\r')
            out[len++] = text.at[i];
    }
    while (len > 1 && out[len - 1] == '\n' && out[len - 2] == '\n')
        len--;
    return (struct dg_str){ out, len };
}

static void expect_request(struct conv *c, struct dg_str first)
{
    struct dg_str want = read_block(c, first);
    if (c->turn != DG_TURN_SEND) {
        DG_CHECK(false, "%s:%d: no request was made: %s", c->path, c->line, c->task.problem.detail);
        return;
    }
    expect(c, written(c), want, "request");
}

static enum dg_transport_end end_named(struct dg_str word)
{
    if (dg_str_is(word, "not"))
        return DG_SENT_NOT;
    if (dg_str_is(word, "unknown"))
        return DG_SENT_UNKNOWN;
    return dg_str_is(word, "too-big") ? DG_SENT_TOO_BIG : DG_SENT_OK;
}

static void hear_reply(struct conv *c, struct dg_str first)
{
    struct dg_header headers[DG_HEADERS_MAX];
    struct dg_str block = read_block(c, first), word = take(&block), line;
    struct dg_reply reply = { .end = end_named(word), .headers = headers };
    reply.status = reply.end == DG_SENT_OK ? (int)strtol(dg_arena_copy(c->arena, word).at, NULL, 10) : 0;
    while (block.len && (line = take(&block)).len && reply.header_count < DG_HEADERS_MAX) {
        ptrdiff_t colon = dg_str_find(line, dg_str_of(": "), 0);
        size_t end = colon < 0 ? line.len : (size_t)colon;
        headers[reply.header_count++] = (struct dg_header){ dg_str_cut(line, 0, end), without(line, end + 2), false };
    }
    reply.body = dg_str_trim(block);
    if (c->turn != DG_TURN_SEND) {
        broken(c, "a reply, but no request was made");
        return;
    }
    c->next = (struct dg_request){ 0 };
    c->turn = c->adapter->hear(&c->task, &reply, &c->next);
    end_turn(c);
}

static void expect_result(struct conv *c, struct dg_str line)
{
    ptrdiff_t colon = dg_str_find(line, dg_str_of(":"), 0);
    struct dg_str field = dg_str_trim(dg_str_cut(line, 0, colon < 0 ? line.len : (size_t)colon));
    struct dg_conv_end end = { &c->task, c->turn };
    expect(c, dg_conv_look(&end, field), dg_str_trim(without(line, field.len + 1)), dg_arena_copy(c->arena, field).at);
}

/* ---- a case, a file -------------------------------------------------------------------------------------------- */

static bool obey(struct conv *c, struct dg_str line)
{
    static const struct {
        const char *word;
        bool needs_adapter;
        void (*obey)(struct conv *, struct dg_str);
    } words[] = {
        { "adapter ", false, set_adapter },
        { "set ", true, set_option },
        { "language ", false, set_language },
        { "zone ", false, set_zone },
        { "now ", false, set_now },
        { "location ", false, set_location },
        { "key ", false, set_key },
        { "sandbox ", false, set_sandbox },
        { "intent ", false, set_intent },
        { "slot ", false, add_slot },
        { "serves ", true, check_serves },
        { "ask", true, turn_ask },
        { "book ", true, turn_book },
        { "check ", true, turn_check },
        { "undo", true, turn_undo },
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!dg_str_starts(line, words[i].word) || (words[i].needs_adapter && !c->adapter))
            continue;
        words[i].obey(c, dg_str_trim(without(line, strlen(words[i].word))));
        return true;
    }
    return false;
}

static void run_line(struct conv *c, struct dg_str line)
{
    if (dg_str_starts(line, ">"))
        expect_request(c, line);
    else if (dg_str_starts(line, "~"))
        expect(c, c->next.fields, dg_str_trim(without(line, 1)), "fields that leave");
    else if (dg_str_starts(line, "<"))
        hear_reply(c, line);
    else if (dg_str_starts(line, "="))
        expect_result(c, without(line, 2));
    else if (dg_str_trim(line).len && !dg_str_starts(line, "#") && !obey(c, line))
        broken(c, "this line is not understood");
}

static void run_case(void)
{
    struct conv *c = now_running;
    while (c->rest.len && !dg_str_starts(peek_line(c), "=="))
        run_line(c, read_line(c));
    DG_CHECK(c->expectations > 0, "%s:%d: the case expects nothing", c->path, c->line);
    DG_CHECK(!dg_arena_overflowed(c->arena), "%s:%d: the arena is too small", c->path, c->line);
}

/* Runs the case whose name was just read; what comes before it in `from` goes on after it. */
static void run_named(struct conv *from, struct dg_str name)
{
    struct conv c = { .path = from->path, .rest = from->rest, .line = from->line, .key = dg_str_of("key-1") };
    c.arena = dg_arena_create(CASE_BYTES);
    set_language(&c, dg_str_of("en"));
    set_zone(&c, dg_str_of("UTC"));
    set_now(&c, dg_str_of("2024-02-20T12:00:00Z"));
    now_running = &c;
    dg_run(dg_arena_copy(c.arena, name).at, run_case);
    from->rest = c.rest;
    from->line = c.line;
    dg_zone_destroy(c.zone);
    dg_arena_destroy(c.arena);
}

bool dg_conv_run(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text = file ? malloc(TEXT_MAX) : NULL;
    size_t len = text ? fread(text, 1, TEXT_MAX, file) : 0;
    struct conv all = { .path = path, .rest = { text, len } };
    int cases = 0;
    while (all.rest.len) {
        struct dg_str line = read_line(&all);
        if (!dg_str_starts(line, "== "))
            continue;
        run_named(&all, dg_str_trim(without(line, 3)));
        cases++;
    }
    free(text);
    if (file)
        fclose(file);
    return cases > 0;
}
