/* Runs the conversations named on the command line. */
#include "tests/support/check.h"
#include "tests/support/conv.h"

#include <stdio.h>

int main(int count, char **paths)
{
    for (int i = 1; i < count; i++) {
        if (!dg_conv_run(paths[i])) {
            printf("Bail out! %s holds no case\n", paths[i]);
            return 1;
        }
    }
    return dg_done();
}
