/* System V message queues, semaphores and shared memory. */
#ifndef SYSV_H
#define SYSV_H

#include <stdbool.h>

bool sysv_none(void);
/* Removes what the sandbox user made. Only when none of its processes is left. */
void sysv_remove(void);

#endif
