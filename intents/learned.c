#include "intents/learned.h"

#include "intents/feature_hash.h"
#include "intents/utf8.h"
#include "intents/when.h"

#include <math.h>

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x2000 && cp != 0xD7 && cp != 0xF7);
}

static bool is_digit(uint32_t cp)
{
    return cp >= '0' && cp <= '9';
}

static uint32_t symbol_of(uint32_t cp)
{
    bool pictured = cp >= 0x2E80 && !(cp >= 0xFE00 && cp <= 0xFE0F);
    return cp == ' '    ? 0
            : cp == '?' ? DG_SYMBOL_QUESTION
            : cp == '!' ? DG_SYMBOL_SHOUT
            : pictured  ? cp
                        : DG_SYMBOL_EDGE;
}

size_t dg_learned_word(struct dg_str folded, size_t at, size_t end, uint32_t *word)
{
    size_t len, to = at;
    uint32_t cp = dg_utf8_at(folded, at, &len);
    bool digits = is_digit(cp);
    if (!digits && !is_letter(cp)) {
        *word = symbol_of(cp);
        return at + len;
    }
    for (; to < end; to += len) {
        cp = dg_utf8_at(folded, to, &len);
        if (digits ? !is_digit(cp) : !is_letter(cp) && cp != '\'')
            break;
    }
    *word = digits ? DG_SYMBOL_NUMBER : dg_feature_hash(dg_str_cut(folded, at, to));
    return to;
}

uint32_t dg_learned_kind(const struct dg_mention *m)
{
    enum { TIME_SAYS = DG_SAYS_DAY | DG_SAYS_CLOCK | DG_SAYS_PART | DG_SAYS_END | DG_SAYS_RECURRENCE | DG_SAYS_PAST };
    uint32_t kind = m->type == DG_M_PLACE     ? (uint32_t)m->value.place.kind
            : m->type == DG_M_TIME && m->when ? dg_when_says(m->when) & TIME_SAYS
            : m->unit                         ? dg_feature_hash(dg_str_of(m->unit))
                                              : 0;
    return DG_SYMBOL_MENTION + dg_feature_mix((uint32_t)m->type, kind);
}

bool dg_learned_is_file(const struct dg_learned_form *form, const void *bytes, size_t len)
{
    size_t whole = form->head_bytes + (form->kinds + 1) * sizeof(float) + form->rows * form->kinds;
    if ((uintptr_t)bytes % 4 != 0 || len != whole || memcmp(bytes, form->magic, strlen(form->magic)) != 0)
        return false;
    const float *numbers = (const void *)((const char *)bytes + form->head_bytes);
    bool sound = numbers[0] > 0 && numbers[0] < 10;
    for (size_t i = 0; sound && i < form->kinds; i++)
        sound = numbers[1 + i] > -100 && numbers[1 + i] < 100;
    return sound;
}

void dg_learned_chances(float *sums, size_t count)
{
    float most = -1e9f, all = 0;
    for (size_t k = 0; k < count; k++)
        most = sums[k] > most ? sums[k] : most;
    for (size_t k = 0; k < count; k++)
        all += sums[k] = expf(sums[k] - most);
    for (size_t k = 0; k < count; k++)
        sums[k] /= all;
}
