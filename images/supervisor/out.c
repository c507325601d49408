#include "out.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "frame.h"

enum {
    CAPACITY = 512 * 1024, /* a power of two */
    BULK_MARK = 256 * 1024,
    REQUEST_MARK = 384 * 1024, /* above what one more bulk frame can reach */
    ERROR_TEXT = 5000,         /* a path and some words */
};

/* head and tail only grow; the place in the ring is the remainder. Pages never used stay unmapped. */
static uint8_t ring[CAPACITY];
static size_t head, tail;

static size_t used(void) {
    return tail - head;
}

bool out_takes_bulk(void) {
    return used() < BULK_MARK;
}

bool out_takes_requests(void) {
    return used() < REQUEST_MARK;
}

bool out_empty(void) {
    return used() == 0;
}

/* The n bytes from position on, as one or two pieces. */
static int pieces(size_t position, size_t n, struct iovec v[2]) {
    size_t at = position % CAPACITY;
    size_t first = n < CAPACITY - at ? n : CAPACITY - at;
    v[0] = (struct iovec){ring + at, first};
    v[1] = (struct iovec){ring, n - first};
    return v[1].iov_len > 0 ? 2 : 1;
}

static void copy_in(size_t position, const void *data, size_t n) {
    struct iovec v[2];
    pieces(position, n, v);
    memcpy(v[0].iov_base, data, v[0].iov_len);
    memcpy(v[1].iov_base, (const uint8_t *)data + v[0].iov_len, v[1].iov_len);
}

void out_frame(uint8_t type, uint32_t channel, const void *payload, size_t n) {
    if (CAPACITY - used() < HEADER_SIZE + n) {
        abort(); /* the marks make this impossible */
    }
    uint8_t header[HEADER_SIZE];
    put_header(header, type, channel, (uint32_t)n);
    copy_in(tail, header, HEADER_SIZE);
    if (n > 0) {
        copy_in(tail + HEADER_SIZE, payload, n);
    }
    tail += HEADER_SIZE + n;
}

ssize_t out_frame_from(uint8_t type, uint32_t channel, int fd, off_t offset, size_t max) {
    struct iovec v[2];
    int count = pieces(tail + HEADER_SIZE, max, v);
    ssize_t n = offset < 0 ? readv(fd, v, count) : preadv(fd, v, count, offset);
    if (n > 0) {
        uint8_t header[HEADER_SIZE];
        put_header(header, type, channel, (uint32_t)n);
        copy_in(tail, header, HEADER_SIZE);
        tail += HEADER_SIZE + (size_t)n;
    }
    return n;
}

void out_error(uint32_t channel, int err, const char *format, ...) {
    char text[ERROR_TEXT];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (err != 0) {
        size_t n = strlen(text);
        snprintf(text + n, sizeof text - n, ": %s", strerror(err));
    }
    uint8_t payload[ERROR_TEXT + 8];
    struct writer w = {payload, 0, sizeof payload};
    put_u32(&w, (uint32_t)err);
    put_str(&w, text);
    out_frame(ERROR, channel, payload, w.size);
}

bool out_flush(void) {
    while (used() > 0) {
        struct iovec v[2];
        int count = pieces(head, used(), v);
        ssize_t n = writev(STDOUT_FILENO, v, count);
        if (n < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        head += (size_t)n;
    }
    head = tail = 0; /* starts over in memory that is mapped already */
    return true;
}
