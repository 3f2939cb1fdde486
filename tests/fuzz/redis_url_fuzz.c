/* Any text as the address of a Redis: either a reason, or an address whose parts end where they should. */
#include "server/store_redis.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size ? size : 1); /* its own block, so that a read past the end is seen */
    struct dg_redis_address a;
    if (size)
        memcpy(copy, data, size);
    const char *wrong = dg_redis_address_read(&a, (struct dg_str){ copy, size });
    if (wrong ? !wrong[0] : !a.peer_count || a.peer_count > DG_REDIS_PEERS_MAX)
        abort();
    for (size_t i = 0; !wrong && i < a.peer_count; i++)
        if (!a.peers[i].host[0] || !a.peers[i].port || strlen(a.peers[i].host) >= sizeof a.peers[i].host)
            abort();
    if (!wrong && (strlen(a.password) >= sizeof a.password || strlen(a.master) >= sizeof a.master))
        abort();
    if (!wrong && a.kind == DG_REDIS_SENTINEL && !a.master[0])
        abort();
    free(copy);
    return 0;
}
