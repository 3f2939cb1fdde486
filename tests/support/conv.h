/* Conversations with a provider as text: what was asked, the exact requests, canned replies, and what came of it.
 * A file holds cases; each begins with "== name" and then goes line by line ('#' begins a comment):
 *
 *     adapter caldav            the adapter
 *     set url = http://x/       a value of one of its options
 *     language zh               of the talk (en); zone Asia/Shanghai (UTC); now 2024-02-20T17:45:00+08:00;
 *     location 39.9,116.4       of the person; key k-1 (key-1): the task's key; sandbox yes
 *     intent ride.request       what is wanted; its slots follow, typed by the catalogue:
 *     slot dropoff = Soho | lat=51.5 | lon=-0.1 | kind=area     (also area=, address=, code=)
 *     slot time = 2024-02-21T19:00:00Z | grain=minute           (also end=, recurrence=)
 *     slot budget = 200 | currency=CNY | per=person             slot number = CA981 | scheme=flight
 *     serves no                 checks the adapter's `serves`
 *     ask                       the turns: ask, book N, check N (from the state of offer N), undo (from the receipt's)
 *     > POST http://x/y         the exact request: first line, "user: u:p" where it has one, headers, ">", body
 *     > Content-Type: a/b
 *     >
 *     > body
 *     ~ title,time              the slots whose values leave with the request
 *     < 200                     the reply: status, headers, "<", body; or one of: < not, < unknown, < too-big;
 *                               two replies in a row are parted by an empty line
 *     = offers: 1               what came of it; `fail: type`, `missing: slots`, `detail: text`; of offer N:
 *     = 1 title: text           kind, title, subtitle, provider, price, starts, ends, expires, link, app, terms, state,
 *                               fields, sandbox; of the receipt: receipt (its end), reference, said, kept, charged
 *
 * One thread. */
#ifndef DG_CONV_H
#define DG_CONV_H

#include "adapters/adapter.h"

/* One TAP line a case of the file. False when the file cannot be read or holds no case. */
bool dg_conv_run(const char *path);

/* Reads "value | key=value | …" as a value of `kind`; all lives in `arena`. False when it is none. */
bool dg_conv_value(struct dg_value *out, enum dg_value_kind kind, struct dg_str text, struct dg_arena *arena);

/* How a turn left its task. */
struct dg_conv_end {
    const struct dg_task *task;
    enum dg_turn turn;
};
/* What stands behind "= field:", as text in the task's arena. */
struct dg_str dg_conv_look(const struct dg_conv_end *end, struct dg_str field);

#endif
