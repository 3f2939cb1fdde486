/* Whole small files of the operator's: keys, certificates, lists. Waits for the disk: for start and for the rare reload. */
#ifndef DG_FILE_H
#define DG_FILE_H

#include "intents/arena.h"

/* The file's bytes, copied into `arena`; the empty slice with a NULL pointer where it cannot be read or holds more than
 * `bytes_max` (errno says why; EFBIG). */
struct dg_str dg_file_read(struct dg_arena *arena, const char *path, size_t bytes_max);

#endif
