#include "server/secrets.h"

static const char fullwidth_star[] = "\xEF\xBC\x8A"; /* ＊ */

/* The ask's texts are ours, in its arena; slices only promise not to change them. */
static void strike(struct dg_str text)
{
    char *at = (char *)(uintptr_t)text.at;
    for (size_t i = 0; i < text.len; i++) {
        bool three = ((unsigned char)at[i] & 0xF0) == 0xE0 && i + 2 < text.len;
        if (!((unsigned char)at[i] & 0x80))
            at[i] = '*';
        else if (three)
            memcpy(at + i, fullwidth_star, 3);
    }
}

static bool is_inside(struct dg_str whole, struct dg_str part)
{
    return part.at >= whole.at && part.at + part.len <= whole.at + whole.len;
}

static bool is_of_ask(const struct dg_ask *ask, const struct dg_entity *entity)
{
    for (size_t i = 0; i < entity->span_count; i++) {
        size_t message = entity->spans[i].message;
        if (message < ask->talk.count && is_inside(ask->talk.messages[message].text, entity->text))
            return true;
    }
    return false;
}

void dg_secrets_strike(struct dg_ask *ask, const struct dg_reading *reading)
{
    for (size_t i = 0; i < reading->entity_count; i++) {
        const struct dg_entity *entity = &reading->entities[i];
        if (dg_str_is(dg_str_of(entity->type), "secret") && is_of_ask(ask, entity))
            strike(entity->text);
    }
}
