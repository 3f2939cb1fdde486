/* Files of pastes and of what becomes of them, for the tests of intents/chatlog.h.
 *
 *     # a remark
 *     ## what it shows | CN            the region of the reader, or none
 *     the paste, line by line; {200E} stands for that code point
 *     =>
 *     [05-18 20:03] Hetty| trains/or bus?
 *
 * A message is a line "[day clock] name| text": ! behind the name for the app's own lines, # for what is no text, / for an
 * end of line. Read at 2024-05-20T12:00:00+08:00, a Monday, in Shanghai. */
#ifndef DG_TEST_PASTE_H
#define DG_TEST_PASTE_H

/* Checks every case of the file. */
void dg_check_pastes(const char *path);

#endif
