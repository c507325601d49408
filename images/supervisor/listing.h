/* FILE_INFO and FILE_ENTRY: what there is to say about a file. */
#ifndef LISTING_H
#define LISTING_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

enum { LISTING_BATCH = 4096 };

/* Where the reading of a directory stands. Starts as zeroes. */
struct listing {
    size_t at, size;
    _Alignas(uint64_t) char data[LISTING_BATCH];
};

void listing_info(uint32_t channel, const struct stat *st);
/* Sends the next entry. 1: go on, 0: that was all, -1: errno says why not. */
int listing_next(struct listing *l, int dir, uint32_t channel);

#endif
