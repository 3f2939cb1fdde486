#include "server/store_redis_ear.h"

#include "server/store_redis_command.h"

/* A message, or the word that a subscription holds: whatever was put before it may have been missed. */
static void on_heard(redisAsyncContext *ac, void *data, void *owner)
{
    struct dg_redis_ear *ear = ac->data;
    const redisReply *reply = data;
    (void)owner;
    if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements < 3 ||
            reply->element[1]->type != REDIS_REPLY_STRING ||
            dg_str_is(dg_str_of(reply->element[0]->str), "unsubscribe"))
        return;
    struct dg_str channel = { reply->element[1]->str, (size_t)reply->element[1]->len };
    if (dg_str_starts(channel, DG_REDIS_KEY_HEAD) && channel.len > strlen(DG_REDIS_KEY_HEAD))
        dg_watches_tell(&ear->watches, dg_str_cut(channel, strlen(DG_REDIS_KEY_HEAD), channel.len - 1));
}

static void say(struct dg_redis_ear *ear, const char *word, struct dg_str group)
{
    redisAsyncContext *ac = dg_redis_link_context(ear->link);
    char channel[DG_REDIS_KEY_ROOM];
    if (!ac || group.len > DG_STORE_NAME_MAX)
        return;
    redisAsyncCommand(ac, on_heard, NULL, "%s %s", word, dg_redis_key(channel, group).at);
}

/* The first channel is nobody's and stays: hiredis is then subscribed for good, and need not change to and fro. */
static void on_up(void *owner)
{
    struct dg_redis_ear *ear = owner;
    say(ear, "SUBSCRIBE", (struct dg_str){ "", 0 });
    for (struct dg_store_watch *w = dg_watches_next(&ear->watches, NULL); w; w = dg_watches_next(&ear->watches, w))
        say(ear, "SUBSCRIBE", dg_watch_group(w));
}

static void on_away(void *owner)
{
    struct dg_redis_ear *ear = owner; /* it comes back and subscribes anew */
    if (ear->choose)
        ear->choose(ear->owner, &ear->where);
}

static const struct dg_redis_link_events events = { .up = on_up, .away = on_away };

void dg_redis_ear_init(struct dg_redis_ear *ear, const struct dg_redis_address *address, struct dg_loop *loop,
        void (*choose)(void *owner, struct dg_redis_peer *where), void *owner)
{
    *ear = (struct dg_redis_ear){
        .address = address, .loop = loop, .choose = choose, .owner = owner, .where = address->peers[0]
    };
}

void dg_redis_ear_finish(struct dg_redis_ear *ear)
{
    ear->choose = NULL;
    dg_redis_link_destroy(ear->link);
    dg_watches_finish(&ear->watches);
}

struct dg_store_watch *dg_redis_ear_watch(
        struct dg_redis_ear *ear, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    if (!ear->link)
        ear->link = dg_redis_link_create(ear->address, &ear->where, ear->loop, &events, ear);
    struct dg_store_watch *w = ear->link ? dg_watches_add(&ear->watches, group, changed, owner) : NULL;
    if (w)
        say(ear, "SUBSCRIBE", group); /* also where it is subscribed: the answer is what tells this watch */
    return w;
}

void dg_redis_ear_unwatch(struct dg_redis_ear *ear, struct dg_store_watch *w)
{
    if (w && dg_watches_of(&ear->watches, dg_watch_group(w)) == 1)
        say(ear, "UNSUBSCRIBE", dg_watch_group(w));
    dg_watches_remove(&ear->watches, w);
}

const struct dg_redis_peer *dg_redis_ear_peer(const struct dg_redis_ear *ear)
{
    const struct dg_redis_peer *peer = ear->link ? dg_redis_link_peer(ear->link) : NULL;
    return peer && peer->host[0] ? peer : NULL;
}

void dg_redis_ear_leave(struct dg_redis_ear *ear)
{
    if (ear->link)
        dg_redis_link_drop(ear->link);
}

void dg_redis_ear_follow(struct dg_redis_ear *ear, const struct dg_redis_peer *here)
{
    const struct dg_redis_peer *there = dg_redis_ear_peer(ear);
    if (there && !dg_redis_peer_eq(there, here))
        dg_redis_ear_leave(ear);
}
