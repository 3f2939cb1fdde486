#include "server/store_redis_command.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

struct dg_str dg_redis_key(char out[DG_REDIS_KEY_ROOM], struct dg_str group)
{
    int len = snprintf(out, DG_REDIS_KEY_ROOM, DG_REDIS_KEY_HEAD "%.*s}", (int)group.len, group.len ? group.at : "");
    assert(len > 0 && len < DG_REDIS_KEY_ROOM);
    return (struct dg_str){ out, (size_t)len };
}

static void add(struct dg_redis_command *c, struct dg_str word)
{
    c->at[c->count] = word.at;
    c->len[c->count++] = word.len;
}

static void add_text(struct dg_redis_command *c, const char *text)
{
    add(c, dg_str_of(text));
}

static void add_field(struct dg_redis_command *c, const char *head, struct dg_str name)
{
    add(c, dg_arena_print(c->arena, "%s%.*s", head, (int)name.len, name.at));
}

static void add_key(struct dg_redis_command *c, struct dg_str group)
{
    char key[DG_REDIS_KEY_ROOM];
    add(c, dg_arena_copy(c->arena, dg_redis_key(key, group)));
}

static void add_script(struct dg_redis_command *c, const struct dg_redis_script *script, struct dg_str group)
{
    add_text(c, script->sha[0] ? "EVALSHA" : "EVAL");
    add_text(c, script->sha[0] ? script->sha : script->text);
    add_text(c, "1");
    add_key(c, group);
}

static void write_get(struct dg_redis_command *c, const struct dg_call *call)
{
    add_text(c, "HMGET");
    add_key(c, call->group);
    for (size_t i = 0; i < call->count; i++) {
        add_field(c, "v", call->puts[i].field);
        add_field(c, "d", call->puts[i].field);
    }
    if (call->count == 0) /* HMGET wants one */
        add_text(c, "");
}

static void write_put(struct dg_redis_command *c, const struct dg_call *call)
{
    add(c, dg_arena_print(c->arena, "%" PRIu64, (uint64_t)call->ttl_s * 1000));
    for (size_t i = 0; i < call->count; i++) {
        const struct dg_store_put *p = &call->puts[i];
        add(c, p->expected == DG_VERSION_ANY ? dg_str_of("*") : dg_arena_print(c->arena, "%" PRIu64, p->expected));
        add(c, p->field);
        add(c, p->value);
    }
}

bool dg_redis_command_write(
        struct dg_redis_command *out, const struct dg_redis_scripts *scripts, const struct dg_call *call)
{
    out->arena = call->arena;
    out->count = 0;
    switch (call->verb) {
    case DG_VERB_GET:
        write_get(out, call);
        break;
    case DG_VERB_LIST:
        add_script(out, &scripts->list, call->group);
        add(out, call->puts[0].field);
        break;
    case DG_VERB_PUT:
        add_script(out, &scripts->put, call->group);
        write_put(out, call);
        break;
    case DG_VERB_TAKE:
        add_script(out, &scripts->take, call->group);
        add(out, call->puts[0].field);
        add(out, call->puts[0].value);
        break;
    case DG_VERB_FORGET:
        add_text(out, "UNLINK");
        add_key(out, call->group);
        break;
    case DG_VERB_PING:
        add_text(out, "PING");
        break;
    }
    return !dg_arena_overflowed(call->arena);
}
