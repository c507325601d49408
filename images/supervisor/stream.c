#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "drain.h"
#include "frame.h"
#include "out.h"

/* A credit frame for every quarter of the window keeps a sender busy without a frame per write. */
enum { CREDIT_STEP = STDIN_WINDOW / 4 };

static uint64_t least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

static bool dropping(const struct output *o) {
    return o->discard || (o->impatient && o->credit == 0);
}

/* Could a byte be read now, if there is one? */
static bool can_read(const struct output *o) {
    return o->watch.fd >= 0 && (!o->ended || o->left > 0) && (dropping(o) || (o->credit > 0 && out_takes_bulk()));
}

/* One read. False if there was nothing to read. */
static bool output_read(struct output *o) {
    size_t max = (size_t)least(MAX_DATA, o->ended ? o->left : MAX_DATA);
    ssize_t n;
    if (dropping(o)) {
        n = drain_read(o->watch.fd, max);
    } else {
        n = out_frame_from(o->type, o->channel, o->watch.fd, -1, (size_t)least(max, o->credit));
        o->credit -= n > 0 ? (uint64_t)n : 0;
    }
    if (n > 0) {
        o->total += (uint64_t)n;
        o->left -= o->ended ? (uint64_t)n : 0;
        return true;
    }
    if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        loop_close(&o->watch);
    }
    return false;
}

static void output_ready(struct watch *w) {
    struct output *o = w->owner;
    if (can_read(o)) {
        output_read(o);
    }
}

void output_open(struct output *o, int fd, uint8_t type, uint32_t channel, uint32_t credit) {
    *o = (struct output){.watch = {.fd = fd, .ready = output_ready, .owner = o},
                         .type = type,
                         .channel = channel,
                         .credit = credit};
}

void output_arm(struct output *o) {
    loop_want(&o->watch, can_read(o) ? EPOLLIN : 0);
}

void output_end(struct output *o) {
    int n = 0;
    if (o->watch.fd >= 0 && ioctl(o->watch.fd, FIONREAD, &n) < 0) {
        n = 0;
    }
    o->left = (uint64_t)n;
    o->ended = true;
}

bool output_finish(struct output *o) {
    while (can_read(o) && output_read(o)) {
    }
    return o->watch.fd < 0 || o->left == 0;
}

static void credit_back(struct input *in, size_t n) {
    in->due += (uint32_t)n;
    if (in->due >= CREDIT_STEP) {
        uint8_t payload[4];
        struct writer w = {payload, 0, sizeof payload};
        put_u32(&w, in->due);
        out_frame(STDIN_CREDIT, in->channel, payload, sizeof payload);
        in->window += in->due;
        in->due = 0;
    }
}

/* Writes what the pipe takes; a pipe without a reader takes everything, and loses it. */
static size_t input_write(struct input *in, const uint8_t *data, size_t n) {
    ssize_t written = in->watch.fd < 0 ? -1 : write(in->watch.fd, data, n);
    if (written < 0 && in->watch.fd >= 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    if (written < 0) {
        loop_close(&in->watch);
        return n;
    }
    return (size_t)written;
}

static void input_settle(struct input *in) {
    if (in->size > 0) {
        loop_want(&in->watch, EPOLLOUT);
        return;
    }
    free(in->waiting);
    in->waiting = NULL;
    in->at = 0;
    loop_want(&in->watch, 0);
    if (in->end) {
        loop_close(&in->watch);
    }
}

static void input_ready(struct watch *w) {
    struct input *in = w->owner;
    size_t n = input_write(in, in->waiting + in->at, in->size);
    in->at += n;
    in->size -= n;
    credit_back(in, n);
    input_settle(in);
}

void input_open(struct input *in, int fd, uint32_t channel) {
    *in = (struct input){.watch = {.fd = fd, .ready = input_ready, .owner = in}, .channel = channel};
    in->window = STDIN_WINDOW;
}

bool input_add(struct input *in, const uint8_t *data, size_t n) {
    if (n > in->window) {
        return false;
    }
    in->window -= (uint32_t)n;
    /* What comes after the end is dropped; what comes behind waiting bytes waits too. */
    size_t now = in->end ? n : in->size > 0 ? 0 : input_write(in, data, n);
    credit_back(in, now);
    if (now < n) {
        if (in->waiting == NULL && (in->waiting = malloc(STDIN_WINDOW)) == NULL) {
            fatal("no memory");
        }
        /* The window bounds what waits, so it fits once it is moved to the front. */
        if (in->at + in->size + (n - now) > STDIN_WINDOW) {
            memmove(in->waiting, in->waiting + in->at, in->size);
            in->at = 0;
        }
        memcpy(in->waiting + in->at + in->size, data + now, n - now);
        in->size += n - now;
    }
    input_settle(in);
    return true;
}

void input_end(struct input *in) {
    in->end = true;
    input_settle(in);
}

void input_close(struct input *in) {
    size_t lost = in->size;
    in->size = 0;
    loop_close(&in->watch);
    input_settle(in);
    credit_back(in, lost);
}
