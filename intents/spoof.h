/* Text that shows one thing and says another: characters that are not seen or turn the order of others round, letters of a
 * foreign alphabet that look like ours, hosts that look like a well-known one.
 * The idea is that of confusables in Unicode Technical Standard 39 §4, as far as they fit into host names; the hosts that are
 * known are domain.known of the lexicon. Pure; any thread. */
#ifndef DG_SPOOF_H
#define DG_SPOOF_H

#include "intents/lexicon.h"

/* Bidirectional controls (UAX 9 §2.1-2.4), zero-width characters and tags, but for those that emoji are made with. */
bool dg_spoof_hidden(struct dg_str text);

/* A link whose host is not one that is known but reads like one: paypa1.com, аpple.com (Cyrillic а), xn--pple-43d.com,
 * apple.com.verify.example, https://apple.com@198.51.100.7, paypal-login.com. */
bool dg_spoof_link(struct dg_str url, const struct dg_lexicon *lexicon);

#endif
