#include "adapters/transport_easy.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { DNS_CACHE_S = 300 };

static char *text_of(struct dg_str s)
{
    return memchr(s.at ? s.at : "", 0, s.len) ? NULL : strndup(s.at ? s.at : "", s.len);
}

/* NULL where it is no http or https URL, holds a user, or memory is out. */
static CURLU *url_of(struct dg_str text)
{
    char *copy = text_of(text);
    CURLU *url = copy ? curl_url() : NULL;
    if (url && curl_url_set(url, CURLUPART_URL, copy, CURLU_DISALLOW_USER) != CURLUE_OK) {
        curl_url_cleanup(url);
        url = NULL;
    }
    free(copy);
    return url;
}

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
    char *x = NULL, *y = NULL;
    bool same = curl_url_get(a, part, &x, CURLU_DEFAULT_PORT) == CURLUE_OK &&
            curl_url_get(b, part, &y, CURLU_DEFAULT_PORT) == CURLUE_OK && strcasecmp(x, y) == 0;
    curl_free(x);
    curl_free(y);
    return same;
}

/* The parsed URL is what curl is given, so that nobody reads the text in a second way. */
static CURLU *allowed_url(struct dg_str base, struct dg_str text)
{
    CURLU *allowed = url_of(base), *url = url_of(text);
    bool same = allowed && url && same_part(allowed, url, CURLUPART_SCHEME) &&
            same_part(allowed, url, CURLUPART_HOST) && same_part(allowed, url, CURLUPART_PORT);
    curl_url_cleanup(allowed);
    if (same)
        return url;
    curl_url_cleanup(url);
    return NULL;
}

static bool add_header(struct dg_easy *e, struct dg_str name, struct dg_str value)
{
    /* curl's own way to write a header without a value ends in a semicolon */
    char *line = NULL;
    int len = value.len ? asprintf(&line, "%.*s: %.*s", (int)name.len, name.at, (int)value.len, value.at)
                        : asprintf(&line, "%.*s;", (int)name.len, name.at);
    struct curl_slist *longer = len < 0 ? NULL : curl_slist_append(e->headers, line);
    if (len >= 0)
        free(line);
    if (longer)
        e->headers = longer;
    return longer != NULL;
}

static bool has_header(const struct dg_request *request, const char *name)
{
    struct dg_reply as_reply = { .headers = request->headers, .header_count = request->header_count };
    return dg_reply_header(&as_reply, name).len > 0;
}

static bool set_headers(struct dg_easy *e, const struct dg_request *request)
{
    e->headers = curl_slist_append(NULL, "Expect:"); /* no pause for "100 Continue" */
    bool set = e->headers != NULL;
    if (!has_header(request, "Content-Type")) /* curl would add that of a form */
        set = set && curl_slist_append(e->headers, "Content-Type:");
    for (size_t i = 0; i < request->header_count && set; i++)
        set = add_header(e, request->headers[i].name, request->headers[i].value);
    return set && curl_easy_setopt(e->easy, CURLOPT_HTTPHEADER, e->headers) == CURLE_OK;
}

static bool set_text(CURL *easy, CURLoption option, struct dg_str text)
{
    char *copy = text_of(text);
    bool set = copy && curl_easy_setopt(easy, option, copy) == CURLE_OK;
    if (copy)
        explicit_bzero(copy, text.len);
    free(copy);
    return set;
}

/* Credentials: Basic unless the server wants Digest. */
static bool set_user(CURL *easy, const struct dg_request *request)
{
    if (!request->user.len)
        return true;
    curl_easy_setopt(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC | CURLAUTH_DIGEST);
    return set_text(easy, CURLOPT_USERNAME, request->user) && set_text(easy, CURLOPT_PASSWORD, request->password);
}

static bool set_body(CURL *easy, const struct dg_request *request)
{
    bool posts = request->body.len || dg_str_is(request->method, "POST") || dg_str_is(request->method, "PUT");
    if (dg_str_is(request->method, "HEAD"))
        return curl_easy_setopt(easy, CURLOPT_NOBODY, 1L) == CURLE_OK;
    if (!posts)
        return true;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
    return curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, request->body.len ? request->body.at : "") == CURLE_OK;
}

/* What is the same for every request: no redirect, no proxy from the environment, no signal, verified TLS, HTTP/2 where
 * TLS offers it. */
static void set_rules(struct dg_easy *e, enum dg_safety safety, const struct dg_transport_options *options)
{
    curl_easy_setopt(e->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(e->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(e->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e->easy, CURLOPT_QUICK_EXIT, 1L); /* a cancel does not wait for a resolver */
    curl_easy_setopt(e->easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(e->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(e->easy, CURLOPT_DNS_CACHE_TIMEOUT, (long)DNS_CACHE_S);
    curl_easy_setopt(e->easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(e->easy, CURLOPT_USERAGENT, "dragoman/" DRAGOMAN_VERSION);
    curl_easy_setopt(e->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)options->reply_bytes_max);
    /* curl silently sends again over a new connection when a kept one turns out to be dead */
    curl_easy_setopt(e->easy, CURLOPT_FRESH_CONNECT, safety == DG_ONCE_ONLY ? 1L : 0L);
    if (options->ca_file)
        curl_easy_setopt(e->easy, CURLOPT_CAINFO, options->ca_file);
}

/* Many requests share one HTTP/2 connection: wait for the handshake to tell. Without TLS it would never be told. */
static void share_connection(struct dg_easy *e)
{
    char *scheme = NULL;
    curl_url_get(e->url, CURLUPART_SCHEME, &scheme, 0);
    curl_easy_setopt(e->easy, CURLOPT_PIPEWAIT, scheme && strcasecmp(scheme, "https") == 0 ? 1L : 0L);
    curl_free(scheme);
}

bool dg_easy_allow(struct dg_easy *e, struct dg_str base, const struct dg_request *request)
{
    *e = (struct dg_easy){ 0 };
    if (dg_request_well_formed(request))
        e->url = allowed_url(base, request->url);
    return e->url != NULL;
}

bool dg_easy_set(struct dg_easy *e, const struct dg_request *request, const struct dg_transport_options *options)
{
    e->easy = curl_easy_init();
    if (!e->easy)
        return false;
    set_rules(e, request->safety, options);
    share_connection(e);
    return curl_easy_setopt(e->easy, CURLOPT_CURLU, e->url) == CURLE_OK && set_body(e->easy, request) &&
            set_text(e->easy, CURLOPT_CUSTOMREQUEST, request->method) && set_user(e->easy, request) &&
            set_headers(e, request);
}

void dg_easy_finish(struct dg_easy *e)
{
    if (e->easy)
        curl_easy_cleanup(e->easy);
    curl_slist_free_all(e->headers);
    curl_url_cleanup(e->url);
    *e = (struct dg_easy){ 0 };
}
