#include "learn/model_write.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { STEPS_TO_ONE = 16 /* a weight of 1 is so many steps of a byte */, STEPS_MAX = 127 };

struct heavy {
    float weight;
    uint32_t row;
};

static int heaviest_first(const void *left, const void *right)
{
    const struct heavy *a = left, *b = right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static struct heavy *by_weight(const struct dg_field *field)
{
    struct heavy *order = calloc(field->count + 1, sizeof *order);
    for (size_t i = 0; order && i < field->count; i++) {
        order[i].row = (uint32_t)i;
        for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
            order[i].weight = fmaxf(order[i].weight, fabsf(field->rows[i].weight[k]));
    }
    if (order)
        qsort(order, field->count, sizeof *order, heaviest_first);
    return order;
}

static int8_t steps(float weight)
{
    float s = roundf(weight * STEPS_TO_ONE);
    return (int8_t)(s > STEPS_MAX ? STEPS_MAX : s < -STEPS_MAX ? -STEPS_MAX : s);
}

/* A free place for the feature, or `places` where its bucket is full or holds one with the same mark. */
static size_t free_place(const uint16_t *marks, uint32_t feature, unsigned bits, size_t places, uint16_t *mark)
{
    size_t first = dg_name_model_place(feature, bits, mark);
    for (size_t i = 0; i < DG_NAME_BUCKET; i++) {
        if (marks[first + i] == *mark)
            return places;
        if (!marks[first + i])
            return first + i;
    }
    return places;
}

static size_t place_all(
        uint16_t *marks, int8_t *rows, const struct dg_field *field, const uint32_t *features, unsigned bits)
{
    size_t places = (size_t)DG_NAME_BUCKET << bits, kept = 0;
    struct heavy *order = by_weight(field);
    for (size_t i = 0; order && i < field->count && order[i].weight * STEPS_TO_ONE >= 1; i++) {
        uint16_t mark;
        size_t place = free_place(marks, features[order[i].row], bits, places, &mark);
        if (place == places)
            continue;
        marks[place] = mark;
        for (size_t k = 0; k < DG_NAME_WEIGHTS; k++)
            rows[place * DG_NAME_WEIGHTS + k] = steps(field->rows[order[i].row].weight[k]);
        kept++;
    }
    free(order);
    return kept;
}

static struct dg_name_numbers numbers_of(const struct dg_field *field, struct dg_platt platt, unsigned bits)
{
    struct dg_name_numbers n = {
        .bucket_bits = bits, .scale = 1.0f / STEPS_TO_ONE, .sure_a = platt.a, .sure_b = platt.b
    };
    for (size_t j = 0; j <= DG_NL_COUNT; j++) {
        for (size_t k = 0; k < DG_NL_COUNT; k++)
            n.next[j][k] = dg_field_allows(j, k) ? expf(field->next[j][k]) : 0;
    }
    return n;
}

void dg_model_write(const char *path, const char *about, const struct dg_field *field, const uint32_t *features,
        struct dg_platt platt, unsigned bits)
{
    size_t places = (size_t)DG_NAME_BUCKET << bits;
    uint16_t *marks = calloc(places, sizeof *marks);
    int8_t *rows = calloc(places, DG_NAME_WEIGHTS);
    char head[DG_NAME_HEAD_BYTES + 1];
    struct dg_name_numbers n = numbers_of(field, platt, bits);
    FILE *file = fopen(path, "wb");
    if (!marks || !rows || !file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    size_t kept = place_all(marks, rows, field, features, bits);
    int said = snprintf(head, sizeof head, "%s%s\n%zu features\n", DG_NAME_MAGIC, about, kept);
    for (size_t i = said < 0 ? 0 : (size_t)said; i < DG_NAME_HEAD_BYTES; i++)
        head[i] = ' ';
    bool whole = fwrite(head, DG_NAME_HEAD_BYTES, 1, file) == 1 && fwrite(&n, sizeof n, 1, file) == 1 &&
            fwrite(marks, sizeof *marks, places, file) == places &&
            fwrite(rows, DG_NAME_WEIGHTS, places, file) == places;
    if (fclose(file) != 0 || !whole) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    printf("%s: %zu of %zu features in %zu places\n", path, kept, field->count, places);
    free(marks);
    free(rows);
}
