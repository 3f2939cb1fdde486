/* The forms of a link that phones want: an Android intent for pages ("Android Intents with Chrome", developer.chrome.com), which
 * falls back to the web page where the app is missing, and for iOS a universal link where the vendor has one, else the app's
 * scheme. */
#include "adapters/link/link.h"

/* An intent is written behind '#', its parts between ';': a link that holds one of them cannot be one. */
static bool fits_intent(struct dg_str link)
{
    for (size_t i = 0; i < link.len; i++) {
        if (link.at[i] == '#' || link.at[i] == ';')
            return false;
    }
    return link.len > 0;
}

static bool is_web(struct dg_str link)
{
    return dg_str_starts(link, "https://");
}

static struct dg_str intent_link(
        struct dg_arena *arena, const struct dg_phone_app *app, struct dg_str link, struct dg_str fallback)
{
    ptrdiff_t colon = dg_str_find(link, dg_str_of("://"), 0);
    struct dg_str none = { "", 0 }, encoded = dg_percent_encode(arena, fallback);
    if (colon < 0 || !fits_intent(link))
        return none;
    struct dg_str scheme = dg_str_cut(link, 0, (size_t)colon), rest = dg_str_cut(link, (size_t)colon + 3, link.len);
    if (app->android_scheme && !is_web(link))
        scheme = dg_str_of(app->android_scheme);
    return dg_arena_print(arena, "intent://%.*s#Intent;scheme=%.*s;package=%s%s%.*s;end", (int)rest.len, rest.at,
            (int)scheme.len, scheme.at, app->android_package, encoded.len ? ";S.browser_fallback_url=" : "",
            (int)encoded.len, encoded.at);
}

void dg_link_for_phones(const struct dg_task *task, struct dg_offer *offer)
{
    const struct dg_phone_app *app = task->adapter->app;
    struct dg_str none = { "", 0 };
    if (!offer->web_link.len)
        offer->web_link = is_web(offer->link) ? offer->link : none;
    struct dg_str own = offer->app_link.len ? offer->app_link : offer->link;
    if (app && app->android_package)
        offer->android_link = intent_link(task->arena, app, own, offer->web_link);
    if (app && !offer->ios_link.len)
        offer->ios_link = app->universal && is_web(offer->link) ? offer->link : own;
}
