/* Unix sockets that no process has any more. */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <stdbool.h>

/* To be called before there are programs. */
void sockets_init(void);

/*
 * Sockets that were sent to each other hold each other, and every file that was sent with them, until the kernel looks
 * for such. Has it look. False if there still are some. Only when no process of the sandbox is left.
 */
bool sockets_gone(void);

#endif
