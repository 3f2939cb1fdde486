#include "server/ids.h"

#include <assert.h>
#include <sodium.h>

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum { DRAG_OWN = DG_DRAG_ID_LEN - DG_SESSION_ID_LEN };

static void fill_random(char *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = digits[randombytes_uniform(DG_ID_DIGITS)];
}

static unsigned digit_of(char c)
{
    const char *at = strchr(digits, c);
    return c && at ? (unsigned)(at - digits) : DG_ID_DIGITS;
}

struct dg_session_id dg_session_id_make(void)
{
    struct dg_session_id id = { "s" };
    fill_random(id.text + 1, DG_SESSION_ID_LEN - 1);
    return id;
}

struct dg_drag_id dg_drag_id_make(const struct dg_session_id *session)
{
    struct dg_drag_id id = { "d" };
    memcpy(id.text + 1, session->text + 1, DG_SESSION_ID_LEN - 1);
    fill_random(id.text + DG_SESSION_ID_LEN, DRAG_OWN);
    return id;
}

struct dg_action_id dg_action_id_make(const struct dg_drag_id *drag, unsigned task, unsigned offer)
{
    assert(task < DG_ID_DIGITS && offer < DG_ID_DIGITS);
    struct dg_action_id id = { "a" };
    memcpy(id.text + 1, drag->text + 1, DG_DRAG_ID_LEN - 1);
    id.text[DG_DRAG_ID_LEN] = digits[task];
    id.text[DG_DRAG_ID_LEN + 1] = digits[offer];
    return id;
}

static bool read_id(char *out, size_t len, char first, struct dg_str text)
{
    if (text.len != len || text.at[0] != first)
        return false;
    for (size_t i = 1; i < len; i++) {
        if (digit_of(text.at[i]) == DG_ID_DIGITS)
            return false;
    }
    memcpy(out, text.at, len);
    out[len] = '\0';
    return true;
}

bool dg_session_id_read(struct dg_session_id *out, struct dg_str text)
{
    return read_id(out->text, DG_SESSION_ID_LEN, 's', text);
}

bool dg_drag_id_read(struct dg_drag_id *out, struct dg_str text)
{
    return read_id(out->text, DG_DRAG_ID_LEN, 'd', text);
}

bool dg_action_id_read(struct dg_action_id *out, struct dg_str text)
{
    return read_id(out->text, DG_ACTION_ID_LEN, 'a', text);
}

struct dg_session_id dg_drag_session(const struct dg_drag_id *drag)
{
    struct dg_session_id id = { "s" };
    memcpy(id.text + 1, drag->text + 1, DG_SESSION_ID_LEN - 1);
    return id;
}

struct dg_drag_id dg_action_drag(const struct dg_action_id *action)
{
    struct dg_drag_id id = { "d" };
    memcpy(id.text + 1, action->text + 1, DG_DRAG_ID_LEN - 1);
    return id;
}

unsigned dg_action_task(const struct dg_action_id *action)
{
    return digit_of(action->text[DG_DRAG_ID_LEN]);
}

unsigned dg_action_offer_number(const struct dg_action_id *action)
{
    return digit_of(action->text[DG_DRAG_ID_LEN + 1]);
}

struct dg_str dg_drag_field(const struct dg_drag_id *drag, struct dg_arena *arena)
{
    return dg_arena_print(arena, "drag/%s", drag->text + DG_SESSION_ID_LEN);
}

struct dg_str dg_task_field(const struct dg_drag_id *drag, unsigned task, struct dg_arena *arena)
{
    return dg_arena_print(arena, "drag/%s/%c", drag->text + DG_SESSION_ID_LEN, digits[task]);
}

struct dg_str dg_index_field(const struct dg_drag_id *drag, struct dg_arena *arena)
{
    return dg_arena_print(arena, "index/%s", drag->text + DG_SESSION_ID_LEN);
}

struct dg_str dg_action_field(const struct dg_action_id *action, struct dg_arena *arena)
{
    return dg_arena_print(arena, "action/%s", action->text + DG_SESSION_ID_LEN);
}

struct dg_str dg_actions_prefix(const struct dg_drag_id *drag, struct dg_arena *arena)
{
    return dg_arena_print(arena, "action/%s", drag->text + DG_SESSION_ID_LEN);
}

bool dg_task_of_field(struct dg_str field, unsigned *task)
{
    size_t len = strlen("drag/") + DRAG_OWN + 2;
    if (field.len != len || !dg_str_starts(field, "drag/") || field.at[len - 2] != '/')
        return false;
    *task = digit_of(field.at[len - 1]);
    return *task < DG_ID_DIGITS;
}

void dg_card_id_make(char out[DG_CARD_ID_LEN + 1], struct dg_str of)
{
    unsigned char hash[DG_CARD_ID_LEN - 1];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)of.at, of.len, NULL, 0);
    out[0] = 'c';
    for (size_t i = 0; i < sizeof hash; i++)
        out[i + 1] = digits[hash[i] % DG_ID_DIGITS];
    out[DG_CARD_ID_LEN] = '\0';
}

void dg_digest(char out[33], struct dg_str text)
{
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text.at, text.len, NULL, 0);
    sodium_bin2hex(out, 33, hash, sizeof hash);
}
