/* The documents that are linked into the program: the API's description and the two pages. Constant; any thread. */
#ifndef DG_DOCUMENTS_H
#define DG_DOCUMENTS_H

#include "intents/str.h"

struct dg_str dg_document_openapi(void); /* JSON, made of openapi/openapi.yaml at build time */
struct dg_str dg_document_docs(void); /* openapi/docs.html */
struct dg_str dg_document_page(void); /* openapi/page.html */
/* The pages' Content-Security-Policy. */
struct dg_str dg_document_docs_policy(void);
struct dg_str dg_document_page_policy(void);

#endif
