#include "intents/stance.h"

enum { LOOK_BACK = 12 /* stances of one field that a rejection looks through: keeps long talks linear */ };

static bool stands(const struct dg_stance *s)
{
    return s->status == DG_AGREED || s->status == DG_PROPOSED || s->status == DG_INFERRED;
}

struct dg_stance *dg_topic_newest(const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field)
{
    int32_t newest = topic->newest[field];
    return newest == DG_NO_STANCE ? NULL : &all->stances[newest];
}

const struct dg_stance *dg_topic_current(const struct dg_topics *all, const struct dg_topic *topic, enum dg_field field)
{
    int32_t at = topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        if (stands(&all->stances[at]))
            return &all->stances[at];
    }
    return NULL;
}

static bool make_room(struct dg_topics *all)
{
    if (all->stance_count < all->stance_room)
        return true;
    size_t room = all->stance_room ? all->stance_room * 2 : 32;
    struct dg_stance *more = dg_arena_array(all->arena, room, sizeof *more);
    if (!more)
        return false;
    if (all->stance_count)
        memcpy(more, all->stances, all->stance_count * sizeof *more);
    all->stances = more;
    all->stance_room = room;
    return true;
}

static void supersede(struct dg_topics *all, int32_t at, uint32_t message)
{
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        struct dg_stance *s = &all->stances[at];
        if (!stands(s))
            continue;
        s->status = DG_SUPERSEDED;
        s->by_message = (int32_t)message;
    }
}

struct dg_stance *dg_topic_put(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_stance *stance, bool beside)
{
    if (!make_room(all))
        return NULL;
    if (!beside)
        supersede(all, topic->newest[stance->field], stance->message);
    struct dg_stance *s = &all->stances[all->stance_count];
    *s = *stance;
    s->topic = (uint32_t)(topic - all->at);
    s->by_message = -1;
    s->older = topic->newest[stance->field];
    topic->newest[stance->field] = (int32_t)all->stance_count++;
    return s;
}

bool dg_same_name(struct dg_str a, struct dg_str b)
{
    if (!a.len || !b.len)
        return false;
    return a.len <= b.len ? dg_str_find(b, a, 0) >= 0 : dg_str_find(a, b, 0) >= 0;
}

static struct dg_str name_of(const struct dg_value *value)
{
    if (value->kind == DG_PLACE)
        return value->place.name;
    return value->kind == DG_TEXT ? value->text : (struct dg_str){ 0 };
}

static bool means(const struct dg_stance *s, const struct dg_mention *meant)
{
    if (!meant || s->field == DG_F_TIME || s->field == DG_F_UNTIL)
        return true;
    return dg_same_name(name_of(&s->value), name_of(&meant->value));
}

/* What `gone` had superseded stands again, as far as nothing else does. */
static void restore(struct dg_topics *all, const struct dg_topic *topic, const struct dg_stance *gone)
{
    if (dg_topic_current(all, topic, gone->field) || gone->older == DG_NO_STANCE)
        return;
    struct dg_stance *s = &all->stances[gone->older];
    if (s->status != DG_SUPERSEDED)
        return;
    s->status = DG_PROPOSED;
    s->by_message = -1;
}

bool dg_topic_reject(struct dg_topics *all, struct dg_topic *topic, enum dg_field field, const struct dg_mention *meant,
        uint32_t message)
{
    int32_t at = topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        struct dg_stance *s = &all->stances[at];
        if (s->status == DG_REJECTED || !means(s, meant))
            continue;
        bool stood = stands(s);
        s->status = DG_REJECTED;
        s->by_message = (int32_t)message;
        if (stood)
            restore(all, topic, s);
        return true;
    }
    return false;
}

bool dg_topic_agree(struct dg_topics *all, struct dg_topic *topic, uint32_t speaker)
{
    bool any = false;
    for (int f = 0; f < DG_F_COUNT; f++) {
        struct dg_stance *s = dg_topic_newest(all, topic, (enum dg_field)f);
        for (int looked = 0; s && looked < LOOK_BACK; looked++) {
            if (s->status == DG_PROPOSED && s->speaker != speaker) {
                s->status = DG_AGREED;
                any = true;
            }
            s = s->older == DG_NO_STANCE ? NULL : &all->stances[s->older];
        }
    }
    topic->accepted = topic->accepted || any;
    return any;
}
