#include "loop.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64 };

static int epoll_fd;
static struct watch timer = {.fd = -1};
static uint64_t timer_at;

uint64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void timer_ready(struct watch *w) {
    uint64_t count;
    if (read(w->fd, &count, sizeof count) == sizeof count) {
        timer_at = 0;
    }
}

void loop_init(void) {
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (epoll_fd < 0 || timer.fd < 0) {
        fatal("epoll or timerfd");
    }
    timer.ready = timer_ready;
    loop_want(&timer, EPOLLIN);
}

void loop_want(struct watch *w, uint32_t events) {
    if (w->fd < 0 || w->events == events) {
        return;
    }
    int op = w->events == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;
    struct epoll_event e = {.events = events, .data.ptr = w};
    if (epoll_ctl(epoll_fd, op, w->fd, &e) < 0) {
        fatal("epoll_ctl");
    }
    w->events = events;
}

int loop_release(struct watch *w) {
    int fd = w->fd;
    loop_want(w, 0);
    w->fd = -1;
    return fd;
}

void loop_close(struct watch *w) {
    int fd = loop_release(w);
    if (fd >= 0) {
        close(fd);
    }
}

static void set_timer(uint64_t at) {
    if (at == timer_at) {
        return;
    }
    struct itimerspec t = {.it_value = {(time_t)(at / 1000000), (long)(at % 1000000) * 1000}};
    timerfd_settime(timer.fd, TFD_TIMER_ABSTIME, &t, NULL);
    timer_at = at;
}

void loop_turn(int block, uint64_t wake_at) {
    set_timer(wake_at);
    struct epoll_event events[BATCH];
    int n = epoll_wait(epoll_fd, events, BATCH, block ? -1 : 0);
    if (n < 0 && errno != EINTR) {
        fatal("epoll_wait");
    }
    for (int i = 0; i < n; i++) {
        struct watch *w = events[i].data.ptr;
        if (w->fd >= 0 && w->events != 0) {
            w->ready(w);
        }
    }
}
