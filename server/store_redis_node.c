#include "server/store_redis_node.h"

#include "server/store_redis_command.h"
#include "server/store_redis_reply.h"
#include "server/store_redis_script.h"

#include <stdlib.h>

struct dg_redis_node {
    struct dg_redis_peer where;
    struct dg_calls *calls;
    const struct dg_redis_node_events *events;
    void *owner;
    struct dg_redis_link *link;
    struct dg_queue waiting; /* for a link that is near; lent, so that whoever gives up leaves them here */
    struct dg_redis_scripts scripts;
    size_t taken; /* waiting or on the wire */
    uint64_t heard_at_ms; /* the last reply, or since when it owes one */
};

/* ---- taking calls ------------------------------------------------------------------------------------------ */

static void on_reply(redisAsyncContext *ac, void *data, void *owner);

/* False: the call has ended meanwhile and is no more. */
static bool give_back(struct dg_redis_node *node, struct dg_call *call)
{
    node->taken--;
    if (node->events->back)
        node->events->back(node->owner, call);
    return dg_call_return(node->calls, call);
}

static void on_asking(redisAsyncContext *ac, void *data, void *owner)
{
    (void)ac, (void)data, (void)owner; /* the reply to the call itself says how it went */
}

static void send(struct dg_redis_node *node, struct dg_call *call, redisAsyncContext *ac)
{
    struct dg_redis_command c;
    if (call->asking)
        redisAsyncCommand(ac, on_asking, NULL, "ASKING");
    bool sent = dg_redis_command_write(&c, &node->scripts, call) &&
            redisAsyncCommandArgv(ac, on_reply, call, c.count, c.at, c.len) == REDIS_OK;
    if (!sent && give_back(node, call))
        dg_call_end(node->calls, call, DG_UNAVAILABLE);
}

bool dg_redis_node_take(struct dg_redis_node *node, struct dg_call *call)
{
    redisAsyncContext *ac = dg_redis_link_context(node->link);
    if (!ac && !dg_redis_node_is_near(node))
        return false;
    dg_call_lend(call);
    if (node->taken++ == 0)
        node->heard_at_ms = dg_loop_now_ms(node->calls->loop);
    if (node->events->took)
        node->events->took(node->owner, call);
    if (ac)
        send(node, call, ac);
    else
        dg_queue_push(&node->waiting, call);
    return true;
}

/* ---- replies ----------------------------------------------------------------------------------------------- */

static void on_loaded(redisAsyncContext *ac, void *data, void *owner)
{
    const redisReply *reply = data;
    struct dg_redis_script *script = owner;
    (void)ac;
    if (reply && reply->type == REDIS_REPLY_STRING && reply->len == DG_REDIS_SHA_CHARS)
        memcpy(script->sha, reply->str, DG_REDIS_SHA_CHARS);
}

static void load(redisAsyncContext *ac, struct dg_redis_script *script)
{
    script->sha[0] = '\0';
    redisAsyncCommand(ac, on_loaded, script, "SCRIPT LOAD %s", script->text);
}

static struct dg_redis_script *script_of(struct dg_redis_node *node, enum dg_verb verb)
{
    if (verb == DG_VERB_PUT)
        return &node->scripts.put;
    return verb == DG_VERB_TAKE ? &node->scripts.take : &node->scripts.list;
}

/* Redis was restarted or told to forget its scripts: nothing has been done, so the call is made again, whole. */
static bool send_again(struct dg_redis_node *node, struct dg_call *call, const redisReply *reply)
{
    redisAsyncContext *ac = dg_redis_link_context(node->link);
    struct dg_redis_script *script = script_of(node, call->verb);
    if (!ac || !dg_redis_reply_lacks_script(reply))
        return false;
    if (script->sha[0])
        load(ac, script);
    return dg_redis_node_take(node, call);
}

static bool is_elsewhere(struct dg_redis_node *node, struct dg_call *call, const redisReply *reply)
{
    return node->events->send_on && node->events->send_on(node->owner, node, call, reply);
}

/* After a failover the link still leads to the old primary: connecting anew looks the name up again. */
static void note_reply(struct dg_redis_node *node, const redisReply *reply)
{
    node->heard_at_ms = dg_loop_now_ms(node->calls->loop);
    if (dg_redis_reply_is_read_only(reply))
        dg_redis_link_drop(node->link);
}

static void on_reply(redisAsyncContext *ac, void *data, void *owner)
{
    struct dg_redis_node *node = ac->data;
    struct dg_call *call = owner;
    const redisReply *reply = data;
    if (reply)
        note_reply(node, reply);
    if (!give_back(node, call))
        return;
    if (reply && (send_again(node, call, reply) || is_elsewhere(node, call, reply)))
        return;
    struct dg_answer answer = { .status = DG_UNAVAILABLE };
    if (reply)
        answer = dg_redis_reply_read(call, reply);
    if (node->events->answered && node->events->answered(node->owner, call, &answer))
        return;
    if (reply && answer.status != DG_UNAVAILABLE)
        dg_call_tell(node->calls, call, &answer);
    else
        dg_call_end(node->calls, call, answer.status);
}

/* ---- the link ---------------------------------------------------------------------------------------------- */

static void take_waiting(struct dg_redis_node *node)
{
    for (struct dg_call *call = dg_queue_take(&node->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (give_back(node, call) && !dg_redis_node_take(node, call))
            dg_call_end(node->calls, call, DG_UNAVAILABLE);
    }
}

static void on_up(void *owner)
{
    struct dg_redis_node *node = owner;
    redisAsyncContext *ac = dg_redis_link_context(node->link);
    node->heard_at_ms = dg_loop_now_ms(node->calls->loop);
    load(ac, &node->scripts.put);
    load(ac, &node->scripts.list);
    load(ac, &node->scripts.take);
    take_waiting(node);
    if (node->events->up)
        node->events->up(node->owner, node);
}

/* Just lost, it may be back at once: who asks meanwhile can wait. After that everybody is told at once. */
static void on_away(void *owner)
{
    struct dg_redis_node *node = owner;
    if (!dg_redis_node_is_near(node))
        take_waiting(node);
    if (node->events->away)
        node->events->away(node->owner, node);
}

static const struct dg_redis_link_events link_events = { .up = on_up, .away = on_away };

void dg_redis_node_overdue(struct dg_redis_node *node, uint64_t silent_ms)
{
    if (node->taken && dg_redis_node_is_up(node) && dg_loop_now_ms(node->calls->loop) - node->heard_at_ms >= silent_ms)
        dg_redis_link_drop(node->link);
}

void dg_redis_node_drop(struct dg_redis_node *node)
{
    dg_redis_link_drop(node->link);
}

/* ---- the node ---------------------------------------------------------------------------------------------- */

struct dg_redis_node *dg_redis_node_create(const struct dg_redis_address *address, const struct dg_redis_peer *where,
        struct dg_calls *calls, const struct dg_redis_node_events *events, void *owner)
{
    struct dg_redis_node *node = calloc(1, sizeof *node);
    if (!node)
        return NULL;
    *node = (struct dg_redis_node){ .where = *where, .calls = calls, .events = events, .owner = owner };
    node->scripts.put.text = dg_redis_put;
    node->scripts.list.text = dg_redis_list;
    node->scripts.take.text = dg_redis_take;
    dg_queue_init(&node->waiting);
    node->link = dg_redis_link_create(address, &node->where, calls->loop, &link_events, node);
    if (node->link)
        return node;
    free(node);
    return NULL;
}

void dg_redis_node_destroy(struct dg_redis_node *node)
{
    if (!node)
        return;
    struct dg_redis_link *link = node->link;
    node->link = NULL; /* nothing more can be taken */
    dg_redis_link_destroy(link);
    take_waiting(node);
    free(node);
}

bool dg_redis_node_is_up(struct dg_redis_node *node)
{
    return dg_redis_link_context(node->link) != NULL;
}

bool dg_redis_node_is_near(const struct dg_redis_node *node)
{
    return node->link && dg_redis_link_is_near(node->link);
}

size_t dg_redis_node_taken(const struct dg_redis_node *node)
{
    return node->taken;
}

const struct dg_redis_peer *dg_redis_node_peer(const struct dg_redis_node *node)
{
    return node->link ? dg_redis_link_peer(node->link) : &node->where;
}

redisAsyncContext *dg_redis_node_context(struct dg_redis_node *node)
{
    return dg_redis_link_context(node->link);
}
