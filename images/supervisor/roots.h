/* The directories that programs can write: opened once, emptied by a reset. */
#ifndef ROOTS_H
#define ROOTS_H

#include <stdbool.h>
#include <stddef.h>

enum root { ROOT_SANDBOX, ROOT_TMP, ROOT_SHM, ROOT_MQUEUE, ROOTS };

extern const char *const root_paths[ROOTS];
extern int root_fds[ROOTS]; /* -1 if there is no such directory */

/* False if /sandbox or /tmp is missing. Remembers what /sandbox looks like now. */
bool roots_init(void);

/* Gives /sandbox the mode, attributes and flags it had at the start. NULL, or what did not work. */
const char *roots_restore_sandbox(void);

#endif
