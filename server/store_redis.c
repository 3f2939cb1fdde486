#include "server/store_redis_link.h"
#include "server/store_redis_reply.h"
#include "server/store_redis_script.h"
#include "server/store_watch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CALL_MS = 2000, ARGUMENTS_MAX = 8 + 3 * DG_STORE_BATCH_MAX, SHA_CHARS = 40 };

#define CHANNEL_HEAD "dragoman:{"

/* A script and the name that Redis gave it; empty: not (yet) known there, so it is sent whole. */
struct script {
    const char *text;
    char sha[SHA_CHARS + 1];
};

struct redis_store {
    struct dg_store store;
    struct dg_redis_address address;
    struct dg_loop *loop;
    struct dg_calls calls;
    struct dg_queue waiting; /* for a line that is near; lent, so that whoever gives up leaves them here */
    struct dg_redis_link *line; /* for calls */
    struct dg_redis_link *ear; /* for watches; made with the first of them */
    struct dg_watches watches;
    struct script put, list, take;
    uint64_t heard_at_ms; /* the last reply on the line */
    bool closing;
};

/* ---- commands ---------------------------------------------------------------------------------------------- */

/* The words of a command, borrowed, and what was made for it in the call's arena. */
struct command {
    struct dg_arena *arena;
    const char *at[ARGUMENTS_MAX];
    size_t len[ARGUMENTS_MAX];
    int count;
};

static void add(struct command *c, struct dg_str word)
{
    c->at[c->count] = word.at;
    c->len[c->count++] = word.len;
}

static void add_text(struct command *c, const char *text)
{
    add(c, dg_str_of(text));
}

static void add_print(struct command *c, const char *head, struct dg_str name, const char *tail)
{
    add(c, dg_arena_print(c->arena, "%s%.*s%s", head, (int)name.len, name.at, tail));
}

static void add_script(struct command *c, const struct script *script, struct dg_str group)
{
    add_text(c, script->sha[0] ? "EVALSHA" : "EVAL");
    add_text(c, script->sha[0] ? script->sha : script->text);
    add_text(c, "1");
    add_print(c, CHANNEL_HEAD, group, "}");
}

static void write_get(struct command *c, const struct dg_call *call)
{
    add_text(c, "HMGET");
    add_print(c, CHANNEL_HEAD, call->group, "}");
    for (size_t i = 0; i < call->count; i++) {
        add_print(c, "v", call->puts[i].field, "");
        add_print(c, "d", call->puts[i].field, "");
    }
    if (call->count == 0) /* HMGET wants one */
        add_text(c, "");
}

static void write_put(struct command *c, const struct dg_call *call)
{
    add(c, dg_arena_print(c->arena, "%" PRIu64, (uint64_t)call->ttl_s * 1000));
    for (size_t i = 0; i < call->count; i++) {
        const struct dg_store_put *p = &call->puts[i];
        add(c, p->expected == DG_VERSION_ANY ? dg_str_of("*") : dg_arena_print(c->arena, "%" PRIu64, p->expected));
        add(c, p->field);
        add(c, p->value);
    }
}

static void write_command(struct command *c, const struct redis_store *s, const struct dg_call *call)
{
    switch (call->verb) {
    case DG_VERB_GET:
        write_get(c, call);
        break;
    case DG_VERB_LIST:
        add_script(c, &s->list, call->group);
        add(c, call->puts[0].field);
        break;
    case DG_VERB_PUT:
        add_script(c, &s->put, call->group);
        write_put(c, call);
        break;
    case DG_VERB_TAKE:
        add_script(c, &s->take, call->group);
        add(c, call->puts[0].field);
        add(c, call->puts[0].value);
        break;
    case DG_VERB_FORGET:
        add_text(c, "UNLINK");
        add_print(c, CHANNEL_HEAD, call->group, "}");
        break;
    case DG_VERB_PING:
        add_text(c, "PING");
        break;
    }
}

/* ---- calls on the line ------------------------------------------------------------------------------------- */

static void on_reply(redisAsyncContext *ac, void *data, void *owner);

static void send(struct redis_store *s, struct dg_call *call, redisAsyncContext *ac)
{
    struct command c = { .arena = call->arena };
    write_command(&c, s, call);
    dg_call_lend(call);
    bool sent = !dg_arena_overflowed(call->arena) &&
            redisAsyncCommandArgv(ac, on_reply, call, c.count, c.at, c.len) == REDIS_OK;
    if (!sent && dg_call_return(&s->calls, call))
        dg_call_end(&s->calls, call, DG_UNAVAILABLE);
}

static void on_loaded(redisAsyncContext *ac, void *data, void *owner)
{
    const redisReply *reply = data;
    struct script *script = owner;
    (void)ac;
    if (reply && reply->type == REDIS_REPLY_STRING && reply->len == SHA_CHARS)
        memcpy(script->sha, reply->str, SHA_CHARS);
}

static void load(redisAsyncContext *ac, struct script *script)
{
    script->sha[0] = '\0';
    redisAsyncCommand(ac, on_loaded, script, "SCRIPT LOAD %s", script->text);
}

static struct script *script_of(struct redis_store *s, enum dg_verb verb)
{
    if (verb == DG_VERB_PUT)
        return &s->put;
    return verb == DG_VERB_TAKE ? &s->take : &s->list;
}

/* Redis was restarted or told to forget its scripts: nothing has been done, so the call is made again, whole. */
static bool send_again(struct redis_store *s, struct dg_call *call, const redisReply *reply)
{
    redisAsyncContext *ac = dg_redis_link_context(s->line);
    struct script *script = script_of(s, call->verb);
    if (!ac || !dg_redis_reply_lacks_script(reply))
        return false;
    if (script->sha[0])
        load(ac, script);
    send(s, call, ac);
    return true;
}

/* After a failover the line still leads to the old primary: connecting anew looks the name up again. */
static void note_reply(struct redis_store *s, const redisReply *reply)
{
    s->heard_at_ms = dg_loop_now_ms(s->loop);
    if (dg_redis_reply_is_read_only(reply))
        dg_redis_link_drop(s->line);
}

static void on_reply(redisAsyncContext *ac, void *data, void *owner)
{
    struct redis_store *s = ac->data;
    struct dg_call *call = owner;
    const redisReply *reply = data;
    if (reply)
        note_reply(s, reply);
    if (!dg_call_return(&s->calls, call) || (reply && send_again(s, call, reply)))
        return;
    struct dg_answer answer = { .status = DG_UNAVAILABLE };
    if (reply)
        answer = dg_redis_reply_read(call, reply);
    if (reply && answer.status != DG_UNAVAILABLE)
        dg_call_tell(&s->calls, call, &answer);
    else
        dg_call_end(&s->calls, call, answer.status);
}

/* After a failover nobody may come to break the ear, but what is put is then told elsewhere. */
static void follow(struct redis_store *s)
{
    const struct dg_redis_peer *here = dg_redis_link_peer(s->line);
    const struct dg_redis_peer *there = s->ear ? dg_redis_link_peer(s->ear) : here;
    if (here->port != there->port || strcmp(here->host, there->host) != 0)
        dg_redis_link_drop(s->ear);
}

static void on_line_up(void *owner)
{
    struct redis_store *s = owner;
    redisAsyncContext *ac = dg_redis_link_context(s->line);
    follow(s);
    s->heard_at_ms = dg_loop_now_ms(s->loop);
    load(ac, &s->put);
    load(ac, &s->list);
    load(ac, &s->take);
    for (struct dg_call *call = dg_queue_take(&s->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->calls, call))
            send(s, call, ac);
    }
}

static void fail_waiting(struct redis_store *s)
{
    for (struct dg_call *call = dg_queue_take(&s->waiting, SIZE_MAX), *next; call; call = next) {
        next = call->next;
        if (dg_call_return(&s->calls, call))
            dg_call_end(&s->calls, call, DG_UNAVAILABLE);
    }
}

/* Just lost, it may be back at once: who asks meanwhile can wait. After that everybody is told at once. */
static void on_line_away(void *owner)
{
    struct redis_store *s = owner;
    if (!dg_redis_link_is_near(s->line))
        fail_waiting(s);
}

static const struct dg_redis_link_events line_events = { .up = on_line_up, .away = on_line_away };

/* Replies come in order: where one is overdue and nothing else comes either, there is no hope for those behind it. */
static void on_overdue(void *owner)
{
    struct redis_store *s = owner;
    if (dg_redis_link_context(s->line) && dg_loop_now_ms(s->loop) - s->heard_at_ms >= CALL_MS / 2)
        dg_redis_link_drop(s->line);
}

/* ---- watches on the ear ------------------------------------------------------------------------------------ */

/* A message, or the word that a subscription holds: whatever was put before it may have been missed. */
static void on_heard(redisAsyncContext *ac, void *data, void *owner)
{
    struct redis_store *s = ac->data;
    const redisReply *reply = data;
    (void)owner;
    if (!reply || reply->type != REDIS_REPLY_ARRAY || reply->elements < 3 ||
            reply->element[1]->type != REDIS_REPLY_STRING ||
            dg_str_is(dg_str_of(reply->element[0]->str), "unsubscribe"))
        return;
    struct dg_str channel = { reply->element[1]->str, (size_t)reply->element[1]->len };
    if (dg_str_starts(channel, CHANNEL_HEAD) && channel.len > strlen(CHANNEL_HEAD))
        dg_watches_tell(&s->watches, dg_str_cut(channel, strlen(CHANNEL_HEAD), channel.len - 1));
}

static void say(struct redis_store *s, const char *word, struct dg_str group)
{
    redisAsyncContext *ac = dg_redis_link_context(s->ear);
    char channel[sizeof CHANNEL_HEAD + DG_STORE_NAME_MAX + 1];
    if (!ac || group.len > DG_STORE_NAME_MAX)
        return;
    snprintf(channel, sizeof channel, CHANNEL_HEAD "%.*s}", (int)group.len, group.len ? group.at : "");
    redisAsyncCommand(ac, on_heard, NULL, "%s %s", word, channel);
}

/* The first channel is nobody's and stays: hiredis is then subscribed for good, and need not change to and fro. */
static void on_ear_up(void *owner)
{
    struct redis_store *s = owner;
    say(s, "SUBSCRIBE", (struct dg_str){ "", 0 });
    for (struct dg_store_watch *w = dg_watches_next(&s->watches, NULL); w; w = dg_watches_next(&s->watches, w))
        say(s, "SUBSCRIBE", dg_watch_group(w));
}

static void on_ear_away(void *owner)
{
    (void)owner; /* it comes back and subscribes anew */
}

static const struct dg_redis_link_events ear_events = { .up = on_ear_up, .away = on_ear_away };

static struct dg_store_watch *watch(
        struct dg_store *store, struct dg_str group, void (*changed)(void *owner), void *owner)
{
    struct redis_store *s = (struct redis_store *)store;
    if (!s->ear && !s->closing)
        s->ear = dg_redis_link_create(&s->address, s->address.peers, s->loop, &ear_events, s);
    struct dg_store_watch *w = s->ear ? dg_watches_add(&s->watches, group, changed, owner) : NULL;
    if (w)
        say(s, "SUBSCRIBE", group); /* also where it is subscribed: the answer is what tells this watch */
    return w;
}

static void unwatch(struct dg_store *store, struct dg_store_watch *w)
{
    struct redis_store *s = (struct redis_store *)store;
    if (w && dg_watches_of(&s->watches, dg_watch_group(w)) == 1)
        say(s, "UNSUBSCRIBE", dg_watch_group(w));
    dg_watches_remove(&s->watches, w);
}

/* ---- the store --------------------------------------------------------------------------------------------- */

static void ask(struct dg_store *store, const struct dg_question *question, dg_store_done *done, void *owner)
{
    struct redis_store *s = (struct redis_store *)store;
    struct dg_call *call = dg_calls_take(&s->calls, question, done, owner);
    redisAsyncContext *ac = s->closing ? NULL : dg_redis_link_context(s->line);
    if (!call)
        return;
    if (ac) {
        send(s, call, ac);
    } else if (!s->closing && dg_redis_link_is_near(s->line)) {
        dg_call_lend(call);
        dg_queue_push(&s->waiting, call);
    } else {
        dg_call_end(&s->calls, call, DG_UNAVAILABLE);
    }
}

static void get(struct dg_store *store, struct dg_str group, const struct dg_str *fields, size_t count,
        dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_GET, .group = group, .fields = fields, .count = count };
    ask(store, &q, done, owner);
}

static void list(struct dg_store *store, struct dg_str group, struct dg_str prefix, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_LIST, .group = group, .fields = &prefix, .count = 1 };
    ask(store, &q, done, owner);
}

static void put(struct dg_store *store, struct dg_str group, const struct dg_store_put *puts, size_t count,
        uint32_t ttl_s, dg_store_done *done, void *owner)
{
    struct dg_question q = { .verb = DG_VERB_PUT, .group = group, .puts = puts, .count = count, .ttl_s = ttl_s };
    ask(store, &q, done, owner);
}

static void forget(struct dg_store *store, struct dg_str group, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_FORGET, .group = group }, done, owner);
}

static void take(struct dg_store *store, struct dg_str bucket, uint64_t interval_us, uint64_t depth_us,
        dg_store_done *done, void *owner)
{
    char interval[24], depth[24];
    snprintf(interval, sizeof interval, "%" PRIu64, interval_us);
    snprintf(depth, sizeof depth, "%" PRIu64, depth_us);
    struct dg_store_put numbers = { dg_str_of(interval), dg_str_of(depth), DG_VERSION_ANY };
    ask(store, &(struct dg_question){ .verb = DG_VERB_TAKE, .group = bucket, .puts = &numbers, .count = 1 }, done,
            owner);
}

static void ping(struct dg_store *store, dg_store_done *done, void *owner)
{
    ask(store, &(struct dg_question){ .verb = DG_VERB_PING }, done, owner);
}

static void destroy(struct dg_store *store)
{
    struct redis_store *s = (struct redis_store *)store;
    s->closing = true;
    dg_redis_link_destroy(s->line);
    dg_redis_link_destroy(s->ear);
    fail_waiting(s);
    dg_calls_finish(&s->calls);
    dg_watches_finish(&s->watches);
    free(s);
}

static const struct dg_store_ops ops = {
    .name = "redis",
    .destroy = destroy,
    .get = get,
    .list = list,
    .put = put,
    .forget = forget,
    .watch = watch,
    .unwatch = unwatch,
    .take = take,
    .ping = ping,
};

struct dg_store *dg_store_redis_open(struct dg_str url, struct dg_loop *loop, struct dg_problem *why)
{
    struct dg_redis_address address;
    const char *wrong = dg_redis_address_read(&address, url);
    if (wrong) {
        dg_problem_set(why, DG_BAD_INPUT, "", "%s", wrong);
        return NULL;
    }
    struct redis_store *s = calloc(1, sizeof *s);
    if (s) {
        s->store.ops = &ops;
        s->address = address;
        s->loop = loop;
        s->put.text = dg_redis_put;
        s->list.text = dg_redis_list;
        s->take.text = dg_redis_take;
        dg_queue_init(&s->waiting);
        if (dg_calls_init(&s->calls, loop, CALL_MS, on_overdue, s))
            s->line = dg_redis_link_create(&s->address, s->address.peers, loop, &line_events, s);
        if (s->line)
            return &s->store;
        dg_calls_finish(&s->calls);
        free(s);
    }
    dg_problem_set(why, DG_UNAVAILABLE, "", "out of memory");
    return NULL;
}
