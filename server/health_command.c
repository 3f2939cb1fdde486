#include "adapters/transport_near.h"
#include "server/command.h"
#include "server/config.h"

enum { ANSWER_MS = 2000 };

/* The address on which a server that listens everywhere hears this very machine. */
static struct dg_str near_address(struct dg_str address)
{
    if (dg_str_is(address, "0.0.0.0"))
        return dg_str_of("127.0.0.1");
    return dg_str_is(address, "::") ? dg_str_of("::1") : address;
}

static struct dg_str health_url(const struct dg_config *config)
{
    struct dg_str host = near_address(config->address);
    bool v6 = dg_str_find(host, dg_str_of(":"), 0) >= 0;
    return dg_arena_print(config->texts, "%s://%s%.*s%s:%u/healthz", config->tls_certificate.len ? "https" : "http",
            v6 ? "[" : "", (int)host.len, host.at, v6 ? "]" : "", config->port);
}

static int say_health(const char *url)
{
    long status;
    const char *wrong = dg_transport_ask_near(url, ANSWER_MS, &status);
    if (!wrong && status != 200)
        wrong = "the server answers, but is not well";
    if (wrong)
        fprintf(stderr, "dragoman: %s: %s\n", url, wrong);
    else
        printf("%s: well\n", url);
    return wrong ? 1 : 0;
}

int dg_health_command(const struct dg_options *options)
{
    struct dg_config *config = dg_config_load(options->config, dg_config_say_wrong, NULL);
    if (!config)
        return 2;
    struct dg_str url = health_url(config);
    int result = 2;
    if (config->port == 0)
        fprintf(stderr, "dragoman: listen: port 0 is any free one, and nobody knows which\n");
    else if (url.len)
        result = say_health(url.at);
    dg_config_destroy(config);
    return result;
}
