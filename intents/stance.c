#include "intents/stance.h"

enum {
    LOOK_BACK = 12, /* stances of one field that a rejection looks through: keeps long talks linear */
    STANCES_FIRST_ROOM = 32,
};

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
    const struct dg_stance *newest = NULL;
    int32_t at = topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        const struct dg_stance *s = &all->stances[at];
        if (s->status == DG_AGREED)
            return s;
        if (stands(s) && !newest)
            newest = s;
    }
    return newest;
}

static bool make_room(struct dg_topics *all)
{
    if (all->stance_count < all->stance_room)
        return true;
    struct dg_stance *more = dg_arena_doubled(
            all->arena, all->stances, all->stance_count, &all->stance_room, STANCES_FIRST_ROOM, sizeof *more);
    if (more)
        all->stances = more;
    return more != NULL;
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

/* What was agreed stands against what is only asked; not against one who said yes in the same breath. */
static bool keeps(const struct dg_topics *all, const struct dg_topic *topic, const struct dg_stance *stance)
{
    const struct dg_stance *now = dg_topic_current(all, topic, stance->field);
    bool settled = now && now->status == DG_AGREED && now->agreed_message != (int32_t)stance->message;
    bool from_before = now && now->message < all->fresh && stance->message >= all->fresh;
    return stance->tentative && stance->status == DG_PROPOSED && settled && !from_before;
}

struct dg_stance *dg_topic_put(
        struct dg_topics *all, struct dg_topic *topic, const struct dg_stance *stance, bool beside)
{
    if (!make_room(all))
        return NULL;
    if (!beside && !keeps(all, topic, stance))
        supersede(all, topic->newest[stance->field], stance->message);
    struct dg_stance *s = &all->stances[all->stance_count];
    *s = *stance;
    s->topic = (uint32_t)(topic - all->at);
    s->by_message = -1;
    s->agreed_message = s->status == DG_AGREED ? (int32_t)s->message : -1;
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

void dg_topic_reject_stance(struct dg_topics *all, struct dg_topic *topic, struct dg_stance *s, uint32_t message)
{
    bool stood = stands(s);
    s->status = DG_REJECTED;
    s->by_message = (int32_t)message;
    if (stood)
        restore(all, topic, s);
}

bool dg_topic_reject(struct dg_topics *all, struct dg_topic *topic, enum dg_field field, const struct dg_mention *meant,
        uint32_t message)
{
    int32_t at = topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        struct dg_stance *s = &all->stances[at];
        if (s->status == DG_REJECTED || !means(s, meant))
            continue;
        dg_topic_reject_stance(all, topic, s, message);
        return true;
    }
    return false;
}

static bool stand_beside(enum dg_field field)
{
    return field == DG_F_WHO || field == DG_F_STOP;
}

static bool agree_field(
        struct dg_topics *all, struct dg_topic *topic, enum dg_field field, uint32_t speaker, uint32_t message)
{
    bool any = false;
    int32_t at = topic->newest[field];
    for (int looked = 0; at != DG_NO_STANCE && looked < LOOK_BACK; looked++, at = all->stances[at].older) {
        struct dg_stance *s = &all->stances[at];
        if (s->status != DG_PROPOSED || s->speaker == speaker)
            continue;
        s->status = DG_AGREED;
        s->agreed_message = (int32_t)message;
        any = true;
        if (!stand_beside(field))
            supersede(all, s->older, s->message);
    }
    return any;
}

bool dg_topic_agree(struct dg_topics *all, struct dg_topic *topic, uint32_t speaker, uint32_t message, uint64_t but)
{
    bool any = false;
    for (int f = 0; f < DG_F_COUNT; f++) {
        if (!(but & DG_FIELD(f)))
            any = agree_field(all, topic, (enum dg_field)f, speaker, message) || any;
    }
    return any;
}
