/* Tokens and key sets from anybody: nothing that was not signed with the private keys, which nobody here has, is taken. */
#include "server/jwt.h"

#include <stdlib.h>

/* Public keys of RFC 7515 §A.2 (RSA), §A.3 (P-256) and RFC 8037 §A.2 (Ed25519). */
static const char set[] =
        "{\"keys\":["
        "{\"kty\":\"RSA\",\"kid\":\"r\",\"e\":\"AQAB\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_"
        "wWJcyQoTbji9k0l8W26mPddxHmfHQp"
        "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-"
        "bSf63kpaSHSXndS5"
        "z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-"
        "DWNmoudF8NAco9_"
        "h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\"},"
        "{\"kty\":\"EC\",\"kid\":\"e\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
        "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"},"
        "{\"kty\":\"OKP\",\"kid\":\"o\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";

static struct dg_jwt_keys *known(void)
{
    static struct dg_jwt_keys *keys;
    struct dg_problem why;
    if (!keys && dg_jwt_init())
        keys = dg_jwt_keys_create(dg_str_of(set), &why);
    return keys;
}

static void check_token(struct dg_str text)
{
    struct dg_arena *arena = dg_arena_create(64 * 1024);
    struct dg_jwt_expect expect = { dg_str_of("joe"), dg_str_of("dragoman"), 1300819000 };
    struct dg_problem why = { 0 };
    struct dg_str subject;
    enum dg_jwt_end end = dg_jwt_check(&subject, known(), &expect, text, arena, &why);
    if (end == DG_JWT_GOOD || !why.detail[0])
        abort();
    dg_arena_destroy(arena);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    struct dg_str text = { (const char *)bytes, len };
    struct dg_problem why = { 0 };
    if (!known())
        abort();
    check_token(text);
    if (len && bytes[0] == '{') {
        struct dg_jwt_keys *keys = dg_jwt_keys_create(text, &why);
        if (!keys && !why.detail[0])
            abort();
        dg_jwt_keys_destroy(keys);
    }
    return 0;
}
