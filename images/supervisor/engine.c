#include "engine.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "egress.h"
#include "files.h"
#include "frame.h"
#include "loop.h"
#include "out.h"
#include "procs.h"
#include "program.h"
#include "reset.h"
#include "zygote.h"

#ifndef VERSION
#define VERSION "1"
#endif

enum {
    USUAL = HEADER_SIZE + MAX_DATA, /* fits all but a large SPAWN */
    SLACK = 1,                      /* for the terminator of a payload's last string */
    FAREWELL_MS = 1000
};

static struct watch input = {.fd = STDIN_FILENO};
static uint8_t *buffer;
static size_t capacity, size;

_Noreturn static void protocol_error(const char *why) {
    procs_kill_all();
    out_error(0, 0, "protocol error: %s", why);
    struct pollfd fd = {STDOUT_FILENO, POLLOUT, 0};
    while (out_flush() && !out_empty() && poll(&fd, 1, FAREWELL_MS) > 0) {
    }
    procs_kill_all();
    _exit(2);
}

static bool in_use(uint32_t channel) {
    return program_on(channel) || file_on(channel) || reset_on(channel);
}

static bool opens_channel(uint8_t type) {
    return type == SPAWN || type == RESET || type == EGRESS_LISTEN || (type >= FILE_WRITE && type <= FILE_MKDIR && type != FILE_CHUNK &&
                                              type != FILE_COMMIT);
}

static void open_channel(const struct frame *f, const struct request *r) {
    if (f->channel == 0 && f->type != RESET) {
        protocol_error("request on channel 0");
    }
    if (in_use(f->channel)) {
        protocol_error("request on a channel in use");
    }
    if (reset_running()) {
        out_error(f->channel, 0, "a reset is under way");
    } else if (f->type == SPAWN) {
        program_spawn(f->channel, &r->spawn);
    } else if (f->type == EGRESS_LISTEN) {
        egress_listen(f->channel, r->credit.bytes);
    } else if (f->type == RESET) {
        reset_start(f->channel);
    } else {
        file_request(f->channel, f->type, r);
    }
}

static void handle(const struct frame *f, const struct request *r) {
    const char *wrong = NULL;
    if (f->type == PING) {
        out_frame(PONG, f->channel, r->bytes.data, r->bytes.size);
    } else if (opens_channel(f->type)) {
        open_channel(f, r);
    } else if (f->type >= EGRESS_SEND && f->type <= EGRESS_CLOSE) {
        wrong = egress_frame(f->channel, f->type, r); /* connections have numbers of their own */
    } else if (program_on(f->channel)) {
        wrong = program_frame(f->channel, f->type, r);
    } else if (file_on(f->channel)) {
        wrong = file_frame(f->channel, f->type, r);
    }
    if (wrong != NULL) {
        protocol_error(wrong);
    }
}

static void handle_payload(const struct frame *f, uint8_t *payload) {
    if (f->type == PREPARE) {
        if (f->channel != 0) {
            protocol_error("PREPARE on a channel");
        }
        if (!zygote_prepare(payload, f->length)) {
            protocol_error("payload that does not fit its type");
        }
        return;
    }
    uint8_t behind = payload[f->length];
    payload[f->length] = 0;
    struct request request;
    if (!request_decode(f->type, payload, f->length, &request)) {
        protocol_error("payload that does not fit its type");
    }
    handle(f, &request);
    request_free(f->type, &request);
    payload[f->length] = behind;
}

static void resize(size_t wanted) {
    uint8_t *bigger = realloc(buffer, wanted + SLACK);
    if (bigger == NULL) {
        fatal("no memory");
    }
    buffer = bigger;
    capacity = wanted;
}

/* Handles what is whole and may be answered; the rest moves to the front. */
static void handle_frames(void) {
    size_t at = 0;
    struct frame f = {0};
    while (out_takes_requests()) {
        const char *why;
        enum frame_status status = frame_parse(buffer + at, size - at, &f, &why);
        if (status == FRAME_BAD) {
            protocol_error(why);
        }
        if (status == FRAME_PARTIAL) {
            break;
        }
        handle_payload(&f, buffer + at + HEADER_SIZE);
        at += HEADER_SIZE + f.length;
        f = (struct frame){0};
    }
    size -= at;
    if (at > 0) {
        memmove(buffer, buffer + at, size);
    }
    /* f is the frame that is still coming, as far as it is known. */
    if (HEADER_SIZE + f.length > capacity) {
        resize(HEADER_SIZE + f.length);
    } else if (capacity > USUAL && size <= USUAL && HEADER_SIZE + f.length <= USUAL) {
        resize(USUAL);
    }
}

static void input_ready(struct watch *w) {
    ssize_t n = read(w->fd, buffer + size, capacity - size);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n <= 0) {
        if (n == 0 && size > 0) {
            protocol_error("end of input within a frame");
        }
        procs_kill_all();
        _exit(0);
    }
    size += (size_t)n;
    handle_frames();
}

void engine_init(void) {
    resize(USUAL);
    input.ready = input_ready;
    uint8_t payload[64];
    struct writer w = {payload, 0, sizeof payload};
    put_bytes(&w, "ISO8", 4);
    put_u16(&w, PROTOCOL_VERSION);
    put_u32(&w, CAPABILITY_ZYGOTES | CAPABILITY_EGRESS);
    put_u32(&w, MAX_PAYLOAD);
    put_u32(&w, STDIN_WINDOW);
    put_str(&w, VERSION);
    out_frame(HELLO, 0, payload, w.size);
}

void engine_step(void) {
    if (size > 0) {
        handle_frames();
    }
}

void engine_arm(void) {
    /* A full buffer cannot take more: its frames wait for room. */
    loop_want(&input, out_takes_requests() && size < capacity ? EPOLLIN : 0);
}
