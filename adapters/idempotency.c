#include "adapters/idempotency.h"

#include <inttypes.h>
#include <stdint.h>

/* FNV-1a, 64 bits, from a start of the caller's. */
static uint64_t mix(uint64_t hash, struct dg_str text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t half(uint64_t start, struct dg_str key, const char *step)
{
    return mix(mix(mix(start, key), dg_str_of("/")), dg_str_of(step));
}

struct dg_str dg_key_uuid(struct dg_arena *arena, struct dg_str key, const char *step)
{
    uint64_t high = half(UINT64_C(0xcbf29ce484222325), key, step), low = half(~high, key, step);
    high = (high & ~UINT64_C(0xF000)) | UINT64_C(0x8000);
    low = (low & (UINT64_MAX >> 2)) | (UINT64_C(1) << 63);
    return dg_arena_print(arena, "%08" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%04" PRIx64 "-%012" PRIx64, high >> 32,
            (high >> 16) & 0xFFFF, high & 0xFFFF, low >> 48, low & UINT64_C(0xFFFFFFFFFFFF));
}
