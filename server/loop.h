/* The event loop of one core: descriptors, timers and work posted from other threads. libuv stands behind it and appears
 * nowhere else. A loop, its watches and its timers belong to the thread that runs it; only dg_loop_post and dg_loop_stop may
 * be called from another. Callbacks never re-enter: what they start is called back in a later turn. */
#ifndef DG_LOOP_H
#define DG_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct dg_loop;
struct dg_watch;
struct dg_timer;
struct dg_lookup;

/* DG_HANGUP: the peer has closed its end; only told to who asks for it. */
enum { DG_READABLE = 1, DG_WRITABLE = 2, DG_HANGUP = 4 };

struct dg_loop *dg_loop_create(void); /* NULL: out of memory or descriptors */
/* Frees it; every watch and timer must have been destroyed. NULL is harmless. */
void dg_loop_destroy(struct dg_loop *loop);
/* Runs until dg_loop_stop. */
void dg_loop_run(struct dg_loop *loop);
void dg_loop_stop(struct dg_loop *loop);
/* Milliseconds of a clock that never goes back; the same within one turn. */
uint64_t dg_loop_now_ms(const struct dg_loop *loop);
/* Runs `work(owner)` on the loop's thread in a later turn, in the order posted. False: out of memory, or the loop is gone. */
bool dg_loop_post(struct dg_loop *loop, void (*work)(void *owner), void *owner);

/* Watches `fd` (not owned, must be non-blocking) for any of DG_READABLE, DG_WRITABLE and DG_HANGUP. */
struct dg_watch *dg_watch_create(
        struct dg_loop *loop, int fd, unsigned events, void (*ready)(void *owner, unsigned events), void *owner);
void dg_watch_change(struct dg_watch *w, unsigned events); /* 0: none for now */
void dg_watch_destroy(struct dg_watch *w); /* before the descriptor is closed; NULL is harmless */

struct dg_timer *dg_timer_create(struct dg_loop *loop, void (*fire)(void *owner), void *owner);
void dg_timer_start(struct dg_timer *t, uint64_t in_ms, uint64_t then_every_ms); /* 0: once; restarts a running one */
void dg_timer_stop(struct dg_timer *t);
void dg_timer_destroy(struct dg_timer *t); /* its callback is not called any more; NULL is harmless */

/* Looks up a host without keeping the loop waiting. `found` is called once, in a later turn, with the first address as text,
 * which is borrowed for the call and "" when there is none. NULL: out of memory. */
struct dg_lookup *dg_lookup_create(
        struct dg_loop *loop, const char *host, void (*found)(void *owner, const char *address), void *owner);
/* Once it has been found: the next address of the host, in the order in which the system would have them tried; "" when there is no
 * other. Borrowed until the next call or the end. */
const char *dg_lookup_next(struct dg_lookup *l);
void dg_lookup_destroy(struct dg_lookup *l); /* its callback is not called any more; NULL is harmless */

#endif
