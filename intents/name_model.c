#include "intents/name_model.h"

#include <assert.h>

enum { BUCKET_BITS_MAX = 20 };

static bool is_finite_row(const float *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!(row[i] >= 0 && row[i] < 1e9f))
            return false;
    }
    return true;
}

static bool is_sound(const struct dg_name_numbers *n)
{
    bool sound = n->bucket_bits >= 1 && n->bucket_bits <= BUCKET_BITS_MAX && n->scale > 0 && n->scale < 10 &&
            n->sure_a > -100 && n->sure_a < 100 && n->sure_b > 0 && n->sure_b < 100;
    for (size_t i = 0; sound && i <= DG_NL_COUNT; i++)
        sound = is_finite_row(n->next[i], DG_NL_COUNT) && n->next[i][DG_NL_OUT] > 0;
    return sound;
}

bool dg_name_model_open(struct dg_name_model *out, const void *bytes, size_t len)
{
    const char *at = bytes;
    size_t magic = strlen(DG_NAME_MAGIC), head = DG_NAME_HEAD_BYTES + sizeof(struct dg_name_numbers);
    if ((uintptr_t)bytes % 4 != 0 || len < head || memcmp(at, DG_NAME_MAGIC, magic) != 0)
        return false;
    const struct dg_name_numbers *numbers = (const void *)(at + DG_NAME_HEAD_BYTES);
    if (!is_sound(numbers))
        return false;
    size_t places = (size_t)DG_NAME_BUCKET << numbers->bucket_bits;
    if (len != head + places * (sizeof(uint16_t) + DG_NAME_WEIGHTS))
        return false;
    const void *marks = at + head;
    *out = (struct dg_name_model){ numbers, marks, (const int8_t *)(at + head + places * sizeof(uint16_t)) };
    return true;
}

/* A bit in each of four marks that equals `mark`, or beside one: the lowest is the first that does, and there is none where
 * none does. Four are compared at once: a lane that becomes 0 borrows (Warren, Hacker's Delight, 6-1). */
enum { LANES = 4, LANE_BITS = 16 };
static_assert(DG_NAME_BUCKET == 2 * LANES, "a bucket is compared in two steps");

static inline uint64_t lanes_of(const uint16_t *marks, uint16_t mark)
{
    const uint64_t ones = UINT64_C(0x0001000100010001);
    uint64_t four;
    memcpy(&four, marks, sizeof four);
    four ^= ones * mark;
    return (four - ones) & ~four & (ones << (LANE_BITS - 1));
}

/* The weights of a feature; NULL when nothing was learned of it. */
static inline const int8_t *row_of(const struct dg_name_model *model, uint32_t feature)
{
    uint16_t mark;
    size_t place = dg_name_model_place(feature, model->numbers->bucket_bits, &mark);
    const uint16_t *marks = model->marks + place;
    uint64_t first = lanes_of(marks, mark), last = lanes_of(marks + LANES, mark);
    if (!(first | last))
        return NULL; /* nothing was learned of most */
    size_t lane =
            first ? (size_t)__builtin_ctzll(first) / LANE_BITS : LANES + (size_t)__builtin_ctzll(last) / LANE_BITS;
    return model->rows + (place + lane) * DG_NAME_WEIGHTS;
}

size_t dg_name_model_rows(
        const int8_t **rows, const struct dg_name_model *model, const uint32_t *features, size_t count)
{
    uint16_t mark;
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(model->marks + dg_name_model_place(features[i], model->numbers->bucket_bits, &mark));
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = row_of(model, features[i]);
        if (!row)
            continue;
        __builtin_prefetch(row);
        rows[found++] = row;
    }
    return found;
}
