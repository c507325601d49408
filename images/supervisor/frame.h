/* Frames and payloads, without any I/O: what comes in is only looked at here. */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto.h"

struct frame {
    uint8_t type;
    uint32_t channel;
    uint32_t length;
};

enum frame_status { FRAME_WHOLE, FRAME_PARTIAL, FRAME_BAD };

/*
 * Looks at the start of buf. WHOLE: header and payload are there. PARTIAL: more bytes are needed;
 * out->length is the payload's length once the header is there, else 0. BAD: *why says it.
 */
enum frame_status frame_parse(const uint8_t *buf, size_t n, struct frame *out, const char **why);

struct spawn_request {
    uint8_t flags;
    uint32_t deadline_ms;
    uint32_t credit[2]; /* standard output, standard error */
    char *cwd;
    char **argv; /* both end with NULL; one allocation, see request_free */
    char **envp;
};

struct request {
    union {
        struct spawn_request spawn;
        struct {
            const uint8_t *data;
            uint32_t size;
        } bytes; /* STDIN, FILE_CHUNK, PING, EGRESS_SEND */
        uint8_t signal;
        struct {
            uint8_t stream;
            uint32_t bytes;
        } credit; /* the stream not for EGRESS_LISTEN and EGRESS_CREDIT */
        uint8_t stream; /* DISCARD */
        bool keep;      /* FILE_COMMIT */
        struct {
            const char *path;
            uint32_t mode;
            uint32_t credit;
            uint64_t offset;
            uint64_t limit;
            bool recursive;
        } file;
    };
};

/*
 * Decodes the payload of a frame that the engine sends. False if it does not fit the type exactly.
 * payload[n] must be writable and zero: strings are terminated in place, and point into payload.
 */
bool request_decode(uint8_t type, uint8_t *payload, size_t n, struct request *out);
void request_free(uint8_t type, struct request *r);

/* Builds a payload in a buffer of the caller; what does not fit is a bug and aborts. */
struct writer {
    uint8_t *data;
    size_t size, capacity;
};

void put_u8(struct writer *w, uint8_t v);
void put_u16(struct writer *w, uint16_t v);
void put_u32(struct writer *w, uint32_t v);
void put_u64(struct writer *w, uint64_t v);
void put_bytes(struct writer *w, const void *data, size_t n);
void put_str(struct writer *w, const char *text);
void put_header(uint8_t out[HEADER_SIZE], uint8_t type, uint32_t channel, uint32_t length);

#endif
