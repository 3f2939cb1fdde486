/* Memory of the learning programs, which cannot go on without it. */
#ifndef DG_LEARN_NEEDED_H
#define DG_LEARN_NEEDED_H

#include <stddef.h>

/* Zeroed room for `count` things, the caller's to free; ends the program when there is none. */
void *dg_needed(size_t count, size_t size);

#endif
