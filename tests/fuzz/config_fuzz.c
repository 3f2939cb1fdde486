/* The configuration file: whatever it says, each wrong line is named or the settings are whole. */
#include "server/config.h"

#include <stdlib.h>

static void note(void *owner, const char *where, unsigned line, const char *detail)
{
    unsigned *count = owner;
    (void)line; /* 0 where it is the whole that is wrong */
    if (!where || !detail[0])
        abort();
    (*count)++;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
    unsigned complaints = 0;
    struct dg_config *config = dg_config_read((struct dg_str){ (const char *)bytes, len }, note, &complaints);
    if ((config == NULL) != (complaints > 0))
        abort();
    if (config && (!config->address.len || config->wait_max_s == 0 || config->connections == 0))
        abort();
    dg_config_destroy(config);
    return 0;
}
