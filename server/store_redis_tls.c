#include "server/store_redis_tls.h"

#include <hiredis/hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

struct dg_redis_tls {
    SSL_CTX *context;
    char name[256]; /* empty: each host's own */
};

const char *dg_redis_tls_lacking(void)
{
    return NULL;
}

/* ---- the files --------------------------------------------------------------------------------------------- */

/* Otherwise a key that wants one would be asked for at the terminal. */
static int no_password(char *out, int room, int writes, void *owner)
{
    (void)out, (void)room, (void)writes, (void)owner;
    return -1;
}

/* NULL, or the setting that cannot be used. */
static const char *read_files(SSL_CTX *context, const struct dg_store_trust *trust)
{
    SSL_CTX_set_default_passwd_cb(context, no_password);
    if (trust->ca_file.len ? !SSL_CTX_load_verify_file(context, trust->ca_file.at)
                           : !SSL_CTX_set_default_verify_paths(context))
        return "redis_ca_file: cannot be read, or holds no certificates";
    if (!trust->certificate.len)
        return NULL;
    if (SSL_CTX_use_certificate_chain_file(context, trust->certificate.at) != 1)
        return "redis_certificate: cannot be read, or holds no certificate";
    if (SSL_CTX_use_PrivateKey_file(context, trust->key.at, SSL_FILETYPE_PEM) != 1)
        return "redis_key: cannot be read, has a password, or does not fit the certificate";
    return NULL;
}

struct dg_redis_tls *dg_redis_tls_create(const struct dg_store_trust *trust, struct dg_problem *why)
{
    struct dg_redis_tls *tls = calloc(1, sizeof *tls);
    const char *wrong = "out of memory";
    if (tls)
        tls->context = SSL_CTX_new(TLS_client_method());
    if (tls && tls->context && SSL_CTX_set_min_proto_version(tls->context, TLS1_2_VERSION)) {
        SSL_CTX_set_verify(tls->context, SSL_VERIFY_PEER, NULL);
        snprintf(tls->name, sizeof tls->name, "%.*s", (int)trust->name.len, trust->name.at);
        wrong = read_files(tls->context, trust);
    }
    ERR_clear_error();
    if (!wrong)
        return tls;
    dg_problem_set(why, DG_BAD_INPUT, "", "%s", wrong);
    dg_redis_tls_destroy(tls);
    return NULL;
}

void dg_redis_tls_destroy(struct dg_redis_tls *tls)
{
    if (!tls)
        return;
    SSL_CTX_free(tls->context);
    free(tls);
}

/* ---- one connection ---------------------------------------------------------------------------------------- */

/* hiredis looks whether the chain is good, and not whose it is. */
static bool expect(SSL *ssl, const char *name)
{
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name))
        return true;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, name) == 1 && SSL_set_tlsext_host_name(ssl, name) == 1;
}

bool dg_redis_tls_begin(struct dg_redis_tls *tls, redisContext *connection, const char *host)
{
    SSL *ssl = SSL_new(tls->context);
    if (ssl && expect(ssl, tls->name[0] ? tls->name : host) && redisInitiateSSL(connection, ssl) == REDIS_OK)
        return true; /* it is the connection's now */
    SSL_free(ssl);
    ERR_clear_error();
    return false;
}
