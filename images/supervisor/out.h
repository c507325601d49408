/*
 * The queue of frames on their way to the engine. It never grows: bulk data is taken only below one
 * mark, requests are taken only below a second one, and what is left above is enough for every reply
 * that can still come up.
 */
#ifndef OUT_H
#define OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* May a frame of bulk data be added? */
bool out_takes_bulk(void);
/* May a request be read whose answer needs room? */
bool out_takes_requests(void);
bool out_empty(void);

void out_frame(uint8_t type, uint32_t channel, const void *payload, size_t n);

/*
 * Reads up to max bytes from fd straight into a new frame; at offset unless that is negative.
 * Returns what read(2) would; no frame is added for 0 and -1. Only when out_takes_bulk().
 */
ssize_t out_frame_from(uint8_t type, uint32_t channel, int fd, off_t offset, size_t max);

/* ERROR with the text, and ": " and the kernel's text if err is not 0. */
__attribute__((format(printf, 3, 4))) void out_error(uint32_t channel, int err, const char *format, ...);

/* Writes what the engine takes now. False if the engine is gone. */
bool out_flush(void);

#endif
