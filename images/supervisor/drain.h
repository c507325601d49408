/* Pipes that outlived their program: what kept processes still write is read and thrown away. */
#ifndef DRAIN_H
#define DRAIN_H

#include <stddef.h>

/* Takes over the descriptor. */
void drain_adopt(int fd);
void drain_close_all(void);

/* Reads up to max bytes into nowhere; returns what read(2) does. */
long drain_read(int fd, size_t max);

#endif
