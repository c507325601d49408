#include "tunnel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "drain.h"
#include "frame.h"
#include "out.h"
#include "proto.h"

enum {
    CREDIT_STEP = EGRESS_WINDOW / 4,
    FAREWELL_US = 2 * 1000000, /* closing with bytes unread would take from the program what it was sent last */
};

static void release(struct tunnel *t) {
    loop_close(&t->watch);
    free(t->waiting);
    *t = (struct tunnel){.watch.fd = -1};
}

void tunnel_break(struct tunnel *t) {
    if (!t->dismissed) {
        out_frame(EGRESS_CLOSED, t->number, NULL, 0);
    }
    /* Reset, not ended: who reads there must not take a part for the whole. */
    setsockopt(t->watch.fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
    release(t);
}

/* Both directions have come to their end. */
static void finish(struct tunnel *t) {
    if (!t->dismissed) {
        out_frame(EGRESS_CLOSED, t->number, NULL, 0);
    }
    release(t);
}

static void credit_back(struct tunnel *t, size_t n) {
    t->due += (uint32_t)n;
    if (t->due >= CREDIT_STEP && !t->ending) {
        uint8_t payload[4];
        struct writer w = {payload, 0, sizeof payload};
        put_u32(&w, t->due);
        out_frame(EGRESS_CREDITED, t->number, payload, sizeof payload);
        t->window += t->due;
        t->due = 0;
    }
}

/* What the program's socket takes; -1 if it takes no more. */
static ssize_t send_now(struct tunnel *t, const uint8_t *data, size_t n) {
    ssize_t sent = send(t->watch.fd, data, n, MSG_NOSIGNAL);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
        return 0;
    }
    return sent;
}

/* Once nothing waits: passes the engine's end on, and ends it all if the program is done as well. */
static void end_if_written(struct tunnel *t) {
    if (t->ending && !t->shut && t->size == 0) {
        shutdown(t->watch.fd, SHUT_WR);
        t->shut = true;
        t->give_up = t->dismissed ? now_us() + FAREWELL_US : 0;
    }
    if (t->shut && t->deaf) {
        finish(t);
    }
}

static void send_waiting(struct tunnel *t) {
    ssize_t n = send_now(t, t->waiting + t->at, t->size);
    if (n < 0) {
        tunnel_break(t);
        return;
    }
    t->at += (size_t)n;
    t->size -= (size_t)n;
    if (t->size == 0) {
        free(t->waiting);
        t->waiting = NULL;
        t->at = 0;
    }
    credit_back(t, (size_t)n);
    end_if_written(t);
}

static bool wants_input(const struct tunnel *t) {
    return !t->deaf && (t->dismissed || t->credit > 0);
}

static bool can_receive(const struct tunnel *t) {
    return wants_input(t) && (t->dismissed || out_takes_bulk());
}

static void receive(struct tunnel *t) {
    ssize_t n = t->dismissed ? drain_read(t->watch.fd, MAX_DATA)
                             : out_frame_from(EGRESS_RECEIVED, t->number, t->watch.fd, -1,
                                              t->credit < MAX_DATA ? (size_t)t->credit : MAX_DATA);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n < 0) {
        tunnel_break(t);
    } else if (n > 0) {
        t->credit -= t->dismissed ? 0 : (uint64_t)n;
    } else {
        t->deaf = true;
        if (!t->dismissed) {
            out_frame(EGRESS_DONE, t->number, NULL, 0);
        }
        end_if_written(t);
    }
}

/*
 * A connection that breaks is noticed whatever else is waited for, unless there is nothing to be done for the
 * program any more: then its own end, which would be reported over and over, looks the same.
 */
static void settle(struct tunnel *t) {
    uint32_t input = wants_input(t) && !t->starved ? EPOLLIN : 0;
    uint32_t output = t->size > 0 ? EPOLLOUT : 0;
    loop_want(&t->watch, input | output | (t->shut ? 0 : EPOLLERR));
}

static bool is_broken(const struct tunnel *t) {
    int err = 0;
    socklen_t size = sizeof err;
    return getsockopt(t->watch.fd, SOL_SOCKET, SO_ERROR, &err, &size) < 0 || err != 0;
}

static void tunnel_ready(struct watch *w) {
    struct tunnel *t = w->owner;
    t->starved = wants_input(t) && !can_receive(t);
    if (t->size == 0 && !can_receive(t) && is_broken(t)) {
        tunnel_break(t);
    }
    if (w->fd >= 0 && t->size > 0) {
        send_waiting(t);
    }
    if (w->fd >= 0 && can_receive(t)) {
        receive(t);
    }
    settle(t);
}

void tunnel_open(struct tunnel *t, int fd, uint32_t number, uint32_t credit) {
    *t = (struct tunnel){.watch = {.fd = fd, .ready = tunnel_ready, .owner = t},
                         .number = number,
                         .credit = credit,
                         .window = EGRESS_WINDOW};
    settle(t);
}

/* The window bounds what waits, so it fits once it is moved to the front. */
static void keep(struct tunnel *t, const uint8_t *data, size_t n) {
    if (t->waiting == NULL && (t->waiting = malloc(EGRESS_WINDOW)) == NULL) {
        fatal("no memory");
    }
    if (t->at + t->size + n > EGRESS_WINDOW) {
        memmove(t->waiting, t->waiting + t->at, t->size);
        t->at = 0;
    }
    memcpy(t->waiting + t->at + t->size, data, n);
    t->size += n;
}

bool tunnel_data(struct tunnel *t, const uint8_t *data, size_t n) {
    if (t->ending) {
        return true; /* dropped: it comes after the end */
    }
    if (n > t->window) {
        return false;
    }
    t->window -= (uint32_t)n;
    ssize_t sent = t->size > 0 ? 0 : send_now(t, data, n);
    if (sent < 0) {
        tunnel_break(t);
        return true;
    }
    if ((size_t)sent < n) {
        keep(t, data + sent, n - (size_t)sent);
    }
    credit_back(t, (size_t)sent);
    settle(t);
    return true;
}

void tunnel_end(struct tunnel *t) {
    t->ending = true;
    end_if_written(t);
    settle(t);
}

void tunnel_credit(struct tunnel *t, uint32_t bytes) {
    t->credit += bytes;
    settle(t);
}

void tunnel_dismiss(struct tunnel *t) {
    t->dismissed = true;
    if (t->shut) {
        t->give_up = now_us() + FAREWELL_US;
    }
    tunnel_end(t);
}

void tunnel_arm(struct tunnel *t, uint64_t now) {
    if (t->give_up != 0 && now >= t->give_up) {
        finish(t);
    } else if (t->starved && can_receive(t)) {
        t->starved = false;
        settle(t);
    }
}
