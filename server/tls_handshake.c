#include "server/tls_handshake.h"

#include <gnutls/gnutls.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

enum { RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_HEAD_BYTES = 5, ALERT_BYTES = 2 }; /* RFC 8446 §5.1, §6 */

const char *const dg_handshake_end_names[DG_HANDSHAKE_END_COUNT] = {
#define ROW(name, text) [DG_HANDSHAKE_##name] = text,
    DG_HANDSHAKE_ENDS(ROW)
#undef ROW
};

/* Whose bytes were last asked for on this thread: GnuTLS tells its callbacks of a session and not of ours. */
static _Thread_local struct dg_handshake *last_heard;

/* GnuTLS reads a record's head and then its body. An alert in clear it refuses unread where it wants it encrypted, and yet
 * many clients send one just there: those that do not trust the certificate. */
static void note_clear_alert(struct dg_handshake *handshake, const unsigned char *bytes, ssize_t count)
{
    if (handshake->alert_follows && count == ALERT_BYTES)
        handshake->alert = bytes[1];
    handshake->alert_follows =
            count == RECORD_HEAD_BYTES && bytes[0] == RECORD_ALERT && bytes[3] == 0 && bytes[4] == ALERT_BYTES;
}

static ssize_t pull(gnutls_transport_ptr_t owner, void *data, size_t size)
{
    struct dg_handshake *handshake = owner;
    last_heard = handshake;
    ssize_t count = recv(handshake->fd, data, size, 0);
    if (count > 0 && !handshake->heard) {
        handshake->heard = true;
        handshake->is_tls = *(const unsigned char *)data == RECORD_HANDSHAKE;
    }
    if (count > 0 && !handshake->done)
        note_clear_alert(handshake, data, count);
    return count;
}

static int pull_timeout(gnutls_transport_ptr_t owner, unsigned ms)
{
    const struct dg_handshake *handshake = owner;
    return gnutls_system_recv_timeout((gnutls_transport_ptr_t)(intptr_t)handshake->fd, ms);
}

static int on_message(
        gnutls_session_t session, unsigned type, unsigned when, unsigned incoming, const gnutls_datum_t *message)
{
    (void)when;
    (void)message;
    if (!last_heard || last_heard->session != session)
        return 0;
    last_heard->answered = last_heard->answered || type == GNUTLS_HANDSHAKE_SERVER_HELLO ||
            type == GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST;
    last_heard->done = last_heard->done || (incoming && type == GNUTLS_HANDSHAKE_FINISHED);
    return 0;
}

void dg_handshake_follow(struct dg_handshake *handshake, void *session, int fd)
{
    gnutls_transport_ptr_t from, to;
    *handshake = (struct dg_handshake){ .session = session, .fd = fd };
    if (!session)
        return;
    gnutls_transport_get_ptr2(session, &from, &to);
    gnutls_transport_set_ptr2(session, handshake, to);
    gnutls_transport_set_pull_function(session, pull);
    gnutls_transport_set_pull_timeout_function(session, pull_timeout);
    gnutls_handshake_set_hook_function(session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_POST, on_message);
}

void dg_handshake_note_alert(void)
{
    if (last_heard && !last_heard->done && !last_heard->alert)
        last_heard->alert = (int)gnutls_alert_get(last_heard->session);
}

static bool is_distrust(int alert)
{
    return alert == GNUTLS_A_BAD_CERTIFICATE || alert == GNUTLS_A_UNSUPPORTED_CERTIFICATE ||
            alert == GNUTLS_A_CERTIFICATE_REVOKED || alert == GNUTLS_A_CERTIFICATE_EXPIRED ||
            alert == GNUTLS_A_CERTIFICATE_UNKNOWN || alert == GNUTLS_A_UNKNOWN_CA;
}

static enum dg_handshake_end end_of(const struct dg_handshake *handshake)
{
    if (!handshake->heard)
        return DG_HANDSHAKE_SILENT;
    if (!handshake->is_tls)
        return DG_HANDSHAKE_NOT_TLS;
    if (!handshake->answered)
        return DG_HANDSHAKE_HELLO_REFUSED;
    if (is_distrust(handshake->alert))
        return DG_HANDSHAKE_CERTIFICATE_REFUSED;
    return handshake->alert ? DG_HANDSHAKE_ALERT : DG_HANDSHAKE_BROKEN_OFF;
}

bool dg_handshake_finish(struct dg_handshake *handshake, enum dg_handshake_end *end)
{
    if (last_heard == handshake)
        last_heard = NULL;
    *end = end_of(handshake);
    return handshake->session && !handshake->done;
}
