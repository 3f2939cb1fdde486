#include "server/store_redis_tls.h"

const char *dg_redis_tls_lacking(void)
{
    return "rediss (TLS) is not in this program: it was built with a hiredis that has none (1.0 and later have, as on "
           "Debian 13); use redis in a private network";
}

struct dg_redis_tls *dg_redis_tls_create(const struct dg_store_trust *trust, struct dg_problem *why)
{
    (void)trust;
    dg_problem_set(why, DG_BAD_INPUT, "", "%s", dg_redis_tls_lacking());
    return NULL;
}

void dg_redis_tls_destroy(struct dg_redis_tls *tls)
{
    (void)tls; /* there is none */
}

bool dg_redis_tls_begin(struct dg_redis_tls *tls, redisContext *connection, const char *host)
{
    (void)tls, (void)connection, (void)host;
    return false;
}
