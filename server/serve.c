#include "adapters/self_test.h"
#include "server/command.h"
#include "server/confine.h"
#include "server/http.h"
#include "server/jwt.h"
#include "server/lane.h"
#include "server/readers.h"

#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { LARGE_BYTES = 256 * 1024, KEPT_BYTES = 32 * 1024 * 1024 };

struct server {
    struct dg_config *config;
    struct dg_app app;
    struct dg_metrics_board *board;
    struct dg_lane_run **lanes;
    size_t count;
};

/* ---- the app ----------------------------------------------------------------------------------------------- */

/* The first required option that has no value, or NULL. */
static const char *lacking(const struct dg_adapter_config *a)
{
    const struct dg_adapter_option *option = a->adapter->options;
    for (size_t i = 0; option && option[i].key && i < DG_OPTIONS_MAX; i++) {
        if (option[i].required && a->settings.values[i].len == 0)
            return option[i].key;
    }
    return NULL;
}

static struct dg_plug plug_of(const struct dg_adapter_config *a)
{
    struct dg_plug plug = { .adapter = a->adapter, .settings = a->settings };
    const char *key = lacking(a);
    plug.on = a->enabled && !key;
    if (!a->enabled)
        snprintf(plug.why_off, sizeof plug.why_off, "switched off");
    else if (key)
        snprintf(plug.why_off, sizeof plug.why_off, "adapter.%s.%s is not set", a->adapter->name, key);
    return plug;
}

/* An adapter whose own examples do not hold is off, whatever the settings say. */
static void test_plugs(struct dg_app *app)
{
    struct dg_problem why;
    struct dg_self_test *test = dg_self_test_create(&app->lexicon);
    for (size_t i = 0; test && i < app->plug_count; i++) {
        struct dg_plug *plug = &app->plugs[i];
        if (!plug->on || dg_self_test_run(test, plug->adapter, &why) == DG_OK)
            continue;
        plug->on = false;
        snprintf(plug->why_off, sizeof plug->why_off, "its self-test failed: %s", why.detail);
        fprintf(stderr, "dragoman: %s is off: %s\n", plug->adapter->name, plug->why_off);
    }
    dg_self_test_destroy(test);
}

/* False: out of memory. An embedded store is never away. */
static bool build_shelter(struct dg_app *app, const struct dg_config *config)
{
    struct dg_str path;
    const struct dg_shelter_bounds bounds = { config->shelter_sessions, (size_t)config->shelter_mib * 1024 * 1024,
        (uint64_t)config->shelter_s * 1000 };
    if (config->shelter_sessions && !dg_store_is_embedded(config->store, &path))
        app->shelter = dg_shelter_create(&bounds);
    return app->shelter || !config->shelter_sessions || dg_store_is_embedded(config->store, &path);
}

static bool build_app(struct dg_app *app, const struct dg_config *config)
{
    app->config = config;
    app->lexicon = dg_own_words_beside(config->own_words);
    dg_log_choose(&app->log, config->log);
    for (size_t i = 0; i < config->adapter_count; i++)
        app->plugs[app->plug_count++] = plug_of(&config->adapters[i]);
    test_plugs(app);
    atomic_init(&app->draining, false);
    return build_shelter(app, config) && dg_limits_init(&app->limits, config);
}

/* ---- lanes ------------------------------------------------------------------------------------------------- */

static size_t core_count(void)
{
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0)
        return 1;
    return (size_t)CPU_COUNT(&cores);
}

/* As many descriptors as we may have: each waiting drag is a connection. */
static void raise_descriptor_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

/* What one long conversation took goes back when it is answered. Left to itself the allocator learns from the first such block
 * that they come, and keeps the memory of all later ones. */
static void give_memory_back(void)
{
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

/* Long talks: the loops keep a core, where there are several, and one caller, who may be a whole app's phones, has half of the
 * threads at the most. Callers who need not say who they are are one. */
static bool create_readers(struct dg_app *app)
{
    enum { WAITING = 64, CALLER_WAITING = 16, WAIT_MS = 10000 };
    size_t cores = core_count();
    size_t threads = cores > 1 ? cores - 1 : 1;
    struct dg_readers_bounds bounds = { .threads = threads,
        .waiting = WAITING,
        .caller_waiting = CALLER_WAITING,
        .caller_at_once = (threads + 1) / 2,
        .wait_ms = WAIT_MS };
    if (!app->limits.callers_known)
        bounds.caller_waiting = bounds.caller_at_once = WAITING;
    app->readers = dg_readers_create(&bounds);
    return app->readers != NULL;
}

/* The first lane chooses the port where the config leaves it open; the others listen beside it. */
static bool create_lanes(struct server *s)
{
    size_t count = s->config->loops ? s->config->loops : core_count();
    s->board = dg_metrics_create(count);
    s->lanes = calloc(count, sizeof *s->lanes);
    uint16_t port = s->config->port;
    struct dg_problem why = { .detail = "out of memory" };
    bool fine = s->board && s->lanes && create_readers(&s->app) && dg_http_is_free(s->config->address.at, port, &why);
    while (fine && s->count < count) {
        struct dg_lane_run *run = dg_lane_create(&s->app, &s->board->lane[s->count], port, &why);
        if (!run)
            break;
        s->lanes[s->count++] = run;
        port = dg_lane_port(run);
    }
    if (s->count == count)
        return true;
    fprintf(stderr, "dragoman: %s\n", why.detail);
    return false;
}

static bool start_lanes(struct server *s)
{
    size_t started = 0;
    while (started < s->count && dg_lane_start(s->lanes[started]))
        started++;
    if (started == s->count)
        return true;
    for (size_t i = 0; i < started; i++)
        dg_lane_halt(s->lanes[i]);
    fprintf(stderr, "dragoman: cannot start a thread\n");
    return false;
}

static bool all(const struct server *s, bool (*holds)(struct dg_lane_run *))
{
    for (size_t i = 0; i < s->count; i++) {
        if (!holds(s->lanes[i]))
            return false;
    }
    return true;
}

/* ---- from start to stop ------------------------------------------------------------------------------------ */

static void say_listening(const struct server *s)
{
    bool v6 = dg_str_find(s->config->address, dg_str_of(":"), 0) >= 0;
    printf("listening on %s://%s%s%s:%" PRIu16 "\n", s->config->tls_key.len ? "https" : "http", v6 ? "[" : "",
            s->config->address.at, v6 ? "]" : "", dg_lane_port(s->lanes[0]));
    fflush(stdout);
    struct dg_log_field fields[] = { DG_LOG_NUMBER("loops", s->count) };
    dg_log_event(&s->app.log, DG_LOG_SERVE, "started", dg_str_of(""), fields, 1);
}

static void say_confined(const struct server *s, struct dg_confined done)
{
    struct dg_log_field fields[] = { DG_LOG_NUMBER("files", done.files), DG_LOG_NUMBER("calls", done.calls) };
    dg_log_event(&s->app.log, DG_LOG_SERVE, "confined", dg_str_of(""), fields, 2);
}

/* Finishes what is in flight; a second signal ends it at once. */
static void drain(struct server *s, const sigset_t *signals)
{
    const struct timespec a_moment = { 0, 20 * 1000 * 1000 };
    dg_log_event(&s->app.log, DG_LOG_SERVE, "draining", dg_str_of(""), NULL, 0);
    atomic_store(&s->app.draining, true);
    for (size_t i = 0; i < s->count; i++)
        dg_lane_drain(s->lanes[i]);
    while (!all(s, dg_lane_ended)) {
        int number = sigtimedwait(signals, NULL, &a_moment);
        bool again = number > 0 && number != SIGHUP;
        if (!again && !all(s, dg_lane_idle))
            continue;
        for (size_t i = 0; i < s->count; i++)
            dg_lane_halt(s->lanes[i]);
    }
    dg_log_event(&s->app.log, DG_LOG_SERVE, "stopped", dg_str_of(""), NULL, 0);
}

/* Until one that ends the server. */
static void wait_for_signal(const struct server *s, const sigset_t *signals)
{
    int number;
    while (sigwait(signals, &number) == 0 && number == SIGHUP) {
        for (size_t i = 0; i < s->count; i++)
            dg_lane_reload(s->lanes[i]);
    }
}

static int run(struct server *s, const sigset_t *signals)
{
    raise_descriptor_limit();
    give_memory_back();
    dg_confine_cores();
    int result = 1;
    bool built = build_app(&s->app, s->config);
    if (built && s->config->confine)
        say_confined(s, dg_confine(s->config));
    if (built && create_lanes(s)) {
        say_listening(s);
        if (start_lanes(s)) {
            wait_for_signal(s, signals);
            drain(s, signals);
            result = 0;
        }
    }
    for (size_t i = 0; i < s->count; i++)
        dg_lane_destroy(s->lanes[i]);
    free(s->lanes);
    dg_readers_destroy(s->app.readers);
    dg_limits_finish(&s->app.limits);
    dg_shelter_destroy(s->app.shelter);
    dg_metrics_destroy(s->board);
    return result;
}

/* Signals are waited for by the main thread alone; threads begun later inherit that they are blocked. */
int dg_serve_command(const struct dg_options *options)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow any more is an error like a full disk */
    if (sodium_init() < 0 || !dg_jwt_init())
        return 1;
    struct server s = { .config = dg_config_load(options->config, dg_config_say_wrong, NULL) };
    int result = s.config ? run(&s, &signals) : 2;
    dg_config_destroy(s.config);
    return result;
}

int dg_check_config_command(const struct dg_options *options)
{
    struct dg_config *config = dg_config_load(options->config, dg_config_say_wrong, NULL);
    if (!config)
        return 1;
    dg_config_destroy(config);
    puts("the configuration is fine");
    return 0;
}

int dg_default_config_command(void)
{
    dg_config_print_defaults(stdout);
    return 0;
}
