#include "adapters/request.h"
#include "tests/support/check.h"

static void everything_but_the_unreserved_is_encoded(void)
{
    static const struct {
        const char *text, *encoded;
    } cases[] = {
        { "AZaz09-._~", "AZaz09-._~" },
        { "a b+c", "a%20b%2Bc" },
        { "北京 & \"x\"", "%E5%8C%97%E4%BA%AC%20%26%20%22x%22" },
        { "100% [1]/?#", "100%25%20%5B1%5D%2F%3F%23" },
        { "👍", "%F0%9F%91%8D" },
        { "", "" },
    };
    struct dg_arena *a = dg_arena_create(1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        DG_CHECK_STR(dg_percent_encode(a, dg_str_of(cases[i].text)), cases[i].encoded, cases[i].text);
    dg_arena_destroy(a);
}

static void a_full_arena_gives_nothing(void)
{
    struct dg_arena *a = dg_arena_create(20);
    DG_CHECK_INT((long long)dg_percent_encode(a, dg_str_of("longer than it can hold")).len, 0, "length");
    dg_arena_destroy(a);
}

static void headers_are_found_whatever_their_case(void)
{
    struct dg_header headers[] = { { dg_str_of("Retry-After"), dg_str_of("7"), false },
        { dg_str_of("etag"), dg_str_of("\"a\""), false }, { dg_str_of("ETag"), dg_str_of("\"b\""), false } };
    struct dg_reply reply = { .headers = headers, .header_count = 3 };
    DG_CHECK_STR(dg_reply_header(&reply, "retry-after"), "7", "Retry-After");
    DG_CHECK_STR(dg_reply_header(&reply, "ETag"), "\"a\"", "the first counts");
    DG_CHECK_INT((long long)dg_reply_header(&reply, "Retry").len, 0, "a part of a name is none");
}

static void a_request_takes_so_many_headers_and_no_more(void)
{
    struct dg_request r = { 0 };
    for (int i = 0; i < DG_HEADERS_MAX; i++)
        DG_CHECK(dg_request_header(&r, "X", dg_str_of("y"), false), "header %d", i);
    DG_CHECK(!dg_request_header(&r, "X", dg_str_of("y"), false), "one more");
}

static void the_host_is_all_that_a_receipt_needs(void)
{
    static const struct {
        const char *url, *host;
    } cases[] = {
        { "https://cal.example/ann?x=y", "cal.example" },
        { "http://cal.example:5232", "cal.example:5232" },
        { "https://user:secret@cal.example/", "cal.example" },
        { "https://cal.example?q=a@b", "cal.example" },
        { "https://cal.example#f@g", "cal.example" },
        { "no url", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_request r = { .url = dg_str_of(cases[i].url) };
        DG_CHECK_STR(dg_request_host(&r), cases[i].host, cases[i].url);
    }
}

static void a_line_end_in_a_header_is_noticed(void)
{
    static const struct {
        const char *method, *name, *value;
        bool well;
    } cases[] = {
        { "GET", "If-Match", "\"v 1\"", true },
        { "PROPFIND", "X-Name", "名字", true },
        { "GET", "X", "a\nY: b", false },
        { "GET", "X", "a\rb", false },
        { "GET", "X: y", "b", false },
        { "GET", "X y", "b", false },
        { "GET / HTTP/1.1\r\nX:", "X", "b", false },
        { "", "X", "b", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct dg_request r = { .method = dg_str_of(cases[i].method) };
        dg_request_header(&r, cases[i].name, dg_str_of(cases[i].value), false);
        DG_CHECK(dg_request_well_formed(&r) == cases[i].well, "case %zu", i);
    }
    struct dg_request nul = { .method = dg_str_of("GET"), .user = { "a\0b", 3 } };
    DG_CHECK(!dg_request_well_formed(&nul), "a NUL in the user's name");
}

int main(void)
{
    dg_run("everything but the unreserved is encoded", everything_but_the_unreserved_is_encoded);
    dg_run("a full arena gives nothing", a_full_arena_gives_nothing);
    dg_run("headers are found whatever their case", headers_are_found_whatever_their_case);
    dg_run("a request takes so many headers and no more", a_request_takes_so_many_headers_and_no_more);
    dg_run("the host is all that a receipt needs", the_host_is_all_that_a_receipt_needs);
    dg_run("a line end in a header is noticed", a_line_end_in_a_header_is_noticed);
    return dg_done();
}
