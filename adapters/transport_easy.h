/* One request in curl's terms: which may go out at all, and by which rules. A part of transport.c; belongs to its thread.
 * All zeroes is an easy that holds nothing. */
#ifndef DG_TRANSPORT_EASY_H
#define DG_TRANSPORT_EASY_H

#include "adapters/transport.h"

#include <curl/curl.h>

struct dg_easy {
    CURL *easy;
    CURLU *url;
    struct curl_slist *headers;
};

/* Parses the URL and compares it with `base`. False: this request may not go out. */
bool dg_easy_allow(struct dg_easy *e, struct dg_str base, const struct dg_request *request);
/* Makes the handle of an allowed request; everything is copied but options->ca_file. False: out of memory. */
bool dg_easy_set(struct dg_easy *e, const struct dg_request *request, const struct dg_transport_options *options);
void dg_easy_finish(struct dg_easy *e);

#endif
