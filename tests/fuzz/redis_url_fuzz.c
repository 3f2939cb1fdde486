/* Any text as the address of a Redis: either a reason, or an address whose parts end where they should. */
#include "server/store_redis.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1); /* its own block, so that a read past the end is seen */
    struct dg_redis_address a;
    struct dg_problem why = { 0 };
    if (size)
        memcpy(copy, data, size);
    enum dg_status status = dg_redis_address_read(&a, (struct dg_str){ copy, size }, &why);
    if (status == DG_OK ? !a.host[0] || !a.port : !why.detail[0])
        abort();
    if (status == DG_OK && (strlen(a.host) >= sizeof a.host || strlen(a.password) >= sizeof a.password))
        abort();
    free(copy);
    return 0;
}
