/* How one connection's TLS handshake goes, and what it ended in where it failed. libmicrohttpd keeps the reason to itself and
 * has ended GnuTLS's session before it says that a connection is closed, so each step is noted as it is made: what came
 * first, which messages went over, the client's alert. Nothing that a client chooses is kept but the alert's number.
 * Lies in its connection; the loop's thread alone. */
#ifndef DG_TLS_HANDSHAKE_H
#define DG_TLS_HANDSHAKE_H

#include <stdbool.h>

/* name, text (a label of a figure and a word of the log): what a handshake that failed ended in. */
#define DG_HANDSHAKE_ENDS(X) \
    X(SILENT, "silent") /* not a byte came */ \
    X(NOT_TLS, "not-tls") /* what came first is no handshake: HTTP in clear, mostly */ \
    X(HELLO_REFUSED, "hello-refused") /* a greeting that offers nothing we take, or is none */ \
    X(CERTIFICATE_REFUSED, "certificate-refused") /* the client does not trust ours */ \
    X(ALERT, "alert") /* the client ended it with another alert (RFC 8446 §6.2) */ \
    X(BROKEN_OFF, "broken-off") /* gone, or not to be understood, after our greeting */

enum dg_handshake_end {
#define ROW(name, text) DG_HANDSHAKE_##name,
    DG_HANDSHAKE_ENDS(ROW)
#undef ROW
            DG_HANDSHAKE_END_COUNT
};
extern const char *const dg_handshake_end_names[DG_HANDSHAKE_END_COUNT];

struct dg_handshake {
    void *session; /* GnuTLS's, libmicrohttpd's own; NULL: not followed. Gone at the connection's end */
    int fd;
    bool heard, is_tls, answered, done, alert_follows;
    int alert; /* the client's fatal one; 0: none */
};

/* Notes what happens from here on; once, when the connection has just come. */
void dg_handshake_follow(struct dg_handshake *handshake, void *session, int fd);
/* libmicrohttpd has a complaint: the session that was last heard on this thread may have got an alert, and still lives. */
void dg_handshake_note_alert(void);
/* At the connection's end, when the session is gone. False: it had come to its end, or was not followed. */
bool dg_handshake_finish(struct dg_handshake *handshake, enum dg_handshake_end *end);

#endif
