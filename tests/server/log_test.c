#include "server/log.h"

#include "tests/support/check.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BIT(component) (1u << DG_LOG_##component)

static void words_choose_components(void)
{
    const unsigned all = (1u << DG_LOG_COUNT) - 1;
    static const struct {
        const char *words;
        bool known;
    } cases[] = { { "all", true }, { "none", true }, { "all,access", true }, { "all, -http", true },
        { "drag,store", true }, { "noise", false }, { "", false }, { "all,", false }, { "-noise", false } };
    const unsigned chosen[] = { all & ~BIT(ACCESS), 0, all, all & ~BIT(ACCESS) & ~BIT(HTTP), BIT(DRAG) | BIT(STORE) };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_log log;
        DG_CHECK(dg_log_choose(&log, dg_str_of(cases[i].words)) == cases[i].known, "\"%s\"", cases[i].words);
        DG_CHECK_INT(log.components, cases[i].known ? chosen[i] : chosen[0], cases[i].words);
    }
}

/* What `write` puts on standard error. */
static const char *caught(void (*write)(const struct dg_log *log))
{
    static char text[4096];
    const struct dg_log log = { BIT(DRAG) };
    int pipe_ends[2], before = dup(STDERR_FILENO);
    if (pipe(pipe_ends) != 0)
        abort();
    dup2(pipe_ends[1], STDERR_FILENO);
    write(&log);
    dup2(before, STDERR_FILENO);
    close(before);
    close(pipe_ends[1]);
    ssize_t len = read(pipe_ends[0], text, sizeof text - 1);
    close(pipe_ends[0]);
    text[len > 0 ? len : 0] = '\0';
    return text;
}

static void write_one(const struct dg_log *log)
{
    struct dg_log_field fields[] = { DG_LOG_NUMBER("offers", 3), DG_LOG_TEXT("adapter", "tomp") };
    dg_log_event(log, DG_LOG_DRAG, "asked", dg_str_of("r-1"), fields, 2);
}

static void an_event_is_one_line_of_json(void)
{
    const char *line = caught(write_one);
    json_t *event = json_loads(line, 0, NULL);
    DG_CHECK(strchr(line, '\n') == line + strlen(line) - 1, "one line: %s", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "component"))), "drag", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "event"))), "asked", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "request_id"))), "r-1", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "adapter"))), "tomp", line);
    DG_CHECK_INT(json_integer_value(json_object_get(event, "offers")), 3, line);
    DG_CHECK(json_integer_value(json_object_get(event, "ms")) > 1600000000000, "%s", line);
    json_decref(event);
}

static void write_hostile(const struct dg_log *log)
{
    char long_text[3000];
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    struct dg_log_field fields[] = { DG_LOG_TEXT("a", "quote\" and \\ and\nline"), DG_LOG_TEXT("b", "\xe4\xb8\xad"),
        DG_LOG_TEXT("c", long_text), DG_LOG_TEXT("d", long_text), DG_LOG_TEXT("e", long_text),
        DG_LOG_TEXT("f", long_text), DG_LOG_TEXT("g", long_text), DG_LOG_TEXT("h", long_text),
        DG_LOG_TEXT("i", long_text) };
    dg_log_event(log, DG_LOG_DRAG, "odd", dg_str_of(""), fields, sizeof fields / sizeof fields[0]);
}

static void odd_and_long_values_leave_the_line_whole(void)
{
    const char *line = caught(write_hostile);
    json_t *event = json_loads(line, 0, NULL);
    DG_CHECK(event, "no JSON: %s", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "a"))), "quote? and ? and?line", line);
    DG_CHECK_STR(dg_str_of(json_string_value(json_object_get(event, "b"))), "???", line);
    DG_CHECK(strchr(line, '\n') == line + strlen(line) - 1, "one line");
    json_decref(event);
}

static void write_other(const struct dg_log *log)
{
    dg_log_event(log, DG_LOG_STORE, "away", dg_str_of(""), NULL, 0);
}

static void a_component_that_is_off_is_silent(void)
{
    DG_CHECK_STR(dg_str_of(caught(write_other)), "", "output");
}

int main(void)
{
    dg_run("words choose components", words_choose_components);
    dg_run("an event is one line of JSON", an_event_is_one_line_of_json);
    dg_run("odd and long values leave the line whole", odd_and_long_values_leave_the_line_whole);
    dg_run("a component that is off is silent", a_component_that_is_off_is_silent);
    return dg_done();
}
