#include "server/command.h"
#include "server/config.h"

#include <curl/curl.h>

static const long ANSWER_MS = 2000;

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

static size_t drop_body(char *at, size_t size, size_t count, void *owner)
{
    (void)at;
    (void)owner;
    return size * count;
}

/* NULL when the server answers that it is well, else what is wrong. The certificate is for the name by which clients call, not
 * for this address; nothing is sent that it would have to protect. */
static const char *ask(CURL *curl, const char *url)
{
    long status = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, ANSWER_MS);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_body);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    CURLcode done = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (done != CURLE_OK)
        return curl_easy_strerror(done);
    return status == 200 ? NULL : "the server answers, but is not well";
}

static int say_health(const char *url)
{
    CURL *curl = curl_easy_init();
    const char *wrong = curl ? ask(curl, url) : "out of memory";
    curl_easy_cleanup(curl);
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
