#include "intents/feature_bag.h"

#include "intents/feature_hash.h"
#include "intents/learned.h"

void dg_feature_put(struct dg_feature_bag *bag, unsigned kind, uint32_t what)
{
    uint32_t place = (dg_feature_mix(what, kind) * 0x9E3779B1u) >> (32 - bag->bits);
    uint64_t bit = 1ull << (place & 63);
    if (bag->count == bag->room || (bag->seen[place >> 6] & bit))
        return;
    bag->seen[place >> 6] |= bit;
    bag->out[bag->count++] = (uint16_t)place;
}

void dg_feature_put_word(struct dg_feature_bag *bag, uint32_t word)
{
    uint32_t two = dg_feature_mix(bag->last[0], word);
    dg_feature_put(bag, DG_FEATURE_ONE, word);
    dg_feature_put(bag, DG_FEATURE_TWO, two);
    dg_feature_put(bag, DG_FEATURE_THREE, dg_feature_mix(bag->last[1], two));
    bag->last[1] = bag->last[0];
    bag->last[0] = word;
}

bool dg_feature_step(struct dg_feature_walk *walk, uint32_t *word, const struct dg_mention **mention)
{
    struct dg_mentions all = walk->mentions;
    while (walk->at < walk->folded.len) {
        while (walk->next < all.count && all.at[walk->next].start < walk->at)
            walk->next++;
        const struct dg_mention *next = walk->next < all.count ? &all.at[walk->next] : NULL;
        *mention = next && next->start == walk->at && next->end > walk->at ? next : NULL;
        if (*mention) {
            *word = dg_learned_kind(next);
            walk->at = next->end;
            walk->next++;
            return true;
        }
        walk->at = dg_learned_word(walk->folded, walk->at, next ? next->start : walk->folded.len, word);
        if (*word)
            return true;
    }
    return false;
}
