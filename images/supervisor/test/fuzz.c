/* Feeds the frame parser and every payload decoder. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern volatile size_t used;
volatile size_t used; /* keeps the compiler from leaving the reading out */

/* Touches every byte a decoder hands out, so that the sanitizer sees what is not ours. */
static size_t touch(const char *text) {
    return text == NULL ? 0 : strlen(text);
}

static size_t decode(uint8_t type, const uint8_t *payload, size_t n) {
    uint8_t *copy = malloc(n + 1);
    if (copy == NULL) {
        abort();
    }
    memcpy(copy, payload, n);
    copy[n] = 0;
    struct request r;
    size_t sum = 0;
    if (request_decode(type, copy, n, &r)) {
        if (type == SPAWN || type == PREPARE) {
            sum += touch(r.spawn.cwd);
            for (char **s = r.spawn.argv; *s != NULL; s++) {
                sum += touch(*s);
            }
            for (char **s = r.spawn.envp; *s != NULL; s++) {
                sum += touch(*s);
            }
        } else if (type == STDIN || type == FILE_CHUNK || type == PING || type == EGRESS_SEND) {
            for (uint32_t i = 0; i < r.bytes.size; i++) {
                sum += r.bytes.data[i];
            }
        } else if (type >= FILE_WRITE && type <= FILE_MKDIR && type != FILE_COMMIT) {
            sum += touch(r.file.path);
        }
        request_free(type, &r);
    }
    free(copy);
    return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    size_t sum = 0;
    if (size == 0) {
        return 0;
    }
    /* Once as a payload of the type in the first byte, once as a stream of frames. */
    sum += decode(data[0], data + 1, size - 1);
    struct frame f;
    const char *why;
    for (size_t at = 0; frame_parse(data + at, size - at, &f, &why) == FRAME_WHOLE; at += HEADER_SIZE + f.length) {
        sum += decode(f.type, data + at + HEADER_SIZE, f.length);
    }
    used = sum;
    return 0;
}
