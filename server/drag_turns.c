#include "server/drag_turns.h"

static struct dg_drag_turn **bucket_of(struct dg_drag_turns *turns, const struct dg_drag_id *drag)
{
    unsigned hash = 0;
    for (const char *c = drag->text; *c; c++)
        hash = hash * 31 + (unsigned char)*c;
    return &turns->first[hash % DG_DRAG_TURNS_BUCKETS];
}

static bool is_same(const struct dg_drag_id *a, const struct dg_drag_id *b)
{
    return strcmp(a->text, b->text) == 0;
}

bool dg_drag_turn_take(struct dg_drag_turns *turns, struct dg_drag_turn *turn, const struct dg_drag_id *drag,
        void (*then)(void *owner, bool yours), void *owner)
{
    unsigned before = 0;
    struct dg_drag_turn **at = bucket_of(turns, drag);
    for (; *at; at = &(*at)->next)
        before += is_same(&(*at)->drag, drag);
    if (before >= DG_DRAG_TURNS_MAX)
        return false;
    *turn = (struct dg_drag_turn){ .drag = *drag, .then = then, .owner = owner, .taken = !turns->closed };
    if (turn->taken)
        *at = turn;
    if (!before || turns->closed)
        then(owner, turn->taken);
    return true;
}

/* The first for the drag, from here on. */
static struct dg_drag_turn *next_of(struct dg_drag_turn *from, const struct dg_drag_id *drag)
{
    while (from && !is_same(&from->drag, drag))
        from = from->next;
    return from;
}

void dg_drag_turn_give(struct dg_drag_turns *turns, struct dg_drag_turn *turn)
{
    if (!turn->taken)
        return;
    turn->taken = false;
    struct dg_drag_turn **at = bucket_of(turns, &turn->drag);
    while (*at != turn)
        at = &(*at)->next;
    *at = turn->next;
    struct dg_drag_turn *next = next_of(turn->next, &turn->drag);
    if (next)
        next->then(next->owner, true);
}

/* Taken out before anybody is told: who is told may end what is kept with his turn. */
static void refuse_waiting(struct dg_drag_turn **bucket)
{
    struct dg_drag_turn *refused = NULL, **at = bucket;
    while (*at) {
        struct dg_drag_turn *turn = *at;
        if (next_of(*bucket, &turn->drag) == turn) {
            at = &turn->next;
            continue;
        }
        *at = turn->next;
        turn->taken = false;
        turn->next = refused;
        refused = turn;
    }
    for (struct dg_drag_turn *turn = refused, *next; turn; turn = next) {
        next = turn->next;
        turn->then(turn->owner, false);
    }
}

void dg_drag_turns_close(struct dg_drag_turns *turns)
{
    turns->closed = true;
    for (size_t i = 0; i < DG_DRAG_TURNS_BUCKETS; i++)
        refuse_waiting(&turns->first[i]);
}
