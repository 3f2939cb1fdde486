#include "adapters/slots.h"

static const struct dg_value *value_of(const struct dg_intent *intent, const char *name, enum dg_value_kind kind)
{
    const struct dg_slot *slot = dg_intent_slot(intent, name);
    return slot && slot->value.kind == kind ? &slot->value : NULL;
}

const struct dg_place *dg_slot_place(const struct dg_intent *intent, const char *name)
{
    const struct dg_value *value = value_of(intent, name, DG_PLACE);
    return value ? &value->place : NULL;
}

const struct dg_time *dg_slot_time(const struct dg_intent *intent, const char *name)
{
    const struct dg_value *value = value_of(intent, name, DG_TIME);
    return value && value->time.has_start ? &value->time : NULL;
}

struct dg_str dg_slot_text(const struct dg_intent *intent, const char *name)
{
    const struct dg_slot *slot = dg_intent_slot(intent, name);
    if (!slot)
        return (struct dg_str){ "", 0 };
    switch (slot->value.kind) {
    case DG_TEXT:
    case DG_PERSON:
        return slot->value.text;
    case DG_CODE:
        return slot->value.code.code;
    default:
        return (struct dg_str){ "", 0 };
    }
}

int dg_slot_count(const struct dg_intent *intent, const char *name, int otherwise, int most)
{
    const struct dg_value *value = value_of(intent, name, DG_COUNT);
    bool fits = value && value->count >= 1 && value->count <= most;
    return fits ? (int)value->count : otherwise;
}

static bool stands_at(struct dg_str text, size_t at, const char *word)
{
    size_t len = strlen(word);
    if (text.len - at < len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = text.at[at + i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != word[i])
            return false;
    }
    return true;
}

struct dg_str dg_slot_term(
        const struct dg_intent *intent, const char *name, const struct dg_term *terms, size_t term_count)
{
    struct dg_str text = dg_slot_text(intent, name), code = { "", 0 };
    size_t longest = 0;
    for (size_t i = 0; i < term_count; i++) {
        for (size_t at = 0; at < text.len && strlen(terms[i].word) > longest; at++) {
            if (stands_at(text, at, terms[i].word)) {
                longest = strlen(terms[i].word);
                code = dg_str_of(terms[i].code);
            }
        }
    }
    return code;
}
