#include "server/forwarded.h"

#include <strings.h>

enum { HOPS_MAX = 32 };

bool dg_trusted_has(const struct dg_trusted *trusted, const struct dg_address *address)
{
    for (size_t i = 0; i < trusted->count; i++) {
        if (dg_network_has(&trusted->networks[i], address))
            return true;
    }
    return false;
}

/* ---- one hop ----------------------------------------------------------------------------------------------- */

static struct dg_str unquoted(struct dg_str text)
{
    text = dg_str_trim(text);
    if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
        return dg_str_cut(text, 1, text.len - 1);
    return text;
}

/* "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80"; false for "unknown" and "_hidden". */
static bool read_node(struct dg_address *out, struct dg_str node)
{
    ptrdiff_t close = dg_str_find(node, dg_str_of("]"), 0);
    if (node.len && node.at[0] == '[')
        return close > 0 && dg_address_read(out, dg_str_cut(node, 1, (size_t)close));
    ptrdiff_t colon = dg_str_find(node, dg_str_of(":"), 0);
    bool has_port = colon > 0 && dg_str_find(node, dg_str_of(":"), (size_t)colon + 1) < 0;
    return dg_address_read(out, has_port ? dg_str_cut(node, 0, (size_t)colon) : node);
}

/* The value of `for` in one element of Forwarded; empty where it has none. */
static struct dg_str for_of(struct dg_str element)
{
    while (element.len) {
        ptrdiff_t semicolon = dg_str_find(element, dg_str_of(";"), 0);
        size_t end = semicolon < 0 ? element.len : (size_t)semicolon;
        struct dg_str pair = dg_str_trim(dg_str_cut(element, 0, end));
        if (pair.len > 4 && strncasecmp(pair.at, "for=", 4) == 0)
            return unquoted(dg_str_cut(pair, 4, pair.len));
        element = end < element.len ? dg_str_cut(element, end + 1, element.len) : (struct dg_str){ "", 0 };
    }
    return element;
}

/* ---- the way back ------------------------------------------------------------------------------------------ */

/* Cuts the last element, which the nearest proxy added, off `list`. */
static struct dg_str take_last(struct dg_str *list)
{
    size_t comma = list->len;
    while (comma > 0 && list->at[comma - 1] != ',')
        comma--;
    struct dg_str last = dg_str_trim(dg_str_cut(*list, comma, list->len));
    *list = dg_str_cut(*list, 0, comma ? comma - 1 : 0);
    return last;
}

struct dg_address dg_forwarded_client(const struct dg_address *peer, const struct dg_trusted *trusted,
        struct dg_str forwarded, struct dg_str x_forwarded_for)
{
    struct dg_str list = forwarded.len ? forwarded : x_forwarded_for;
    struct dg_address client = *peer, before;
    for (int hops = 0; list.len && hops < HOPS_MAX && dg_trusted_has(trusted, &client); hops++) {
        struct dg_str last = take_last(&list);
        if (!read_node(&before, forwarded.len ? for_of(last) : last))
            break;
        client = before;
    }
    return client;
}
