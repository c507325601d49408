#include "drain.h"

#include <errno.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "loop.h"

/* Beyond this many the one that has waited longest is closed; its writers get SIGPIPE. */
enum { DRAINS = 64, SCRATCH = 1 << 16 };

static struct watch drains[DRAINS];
static unsigned taken, next_slot;

long drain_read(int fd, size_t max) {
    static uint8_t scratch[SCRATCH];
    return read(fd, scratch, max < SCRATCH ? max : SCRATCH);
}

static void drain_ready(struct watch *w) {
    long n = drain_read(w->fd, SCRATCH);
    if (n == 0 || (n < 0 && errno != EAGAIN)) {
        loop_close(w);
    }
}

void drain_adopt(int fd) {
    struct watch *w = NULL;
    for (unsigned i = 0; i < taken && w == NULL; i++) {
        if (drains[i].fd < 0) {
            w = &drains[i];
        }
    }
    if (w == NULL && taken < DRAINS) {
        w = &drains[taken++];
    } else if (w == NULL) {
        w = &drains[next_slot++ % DRAINS];
        loop_close(w);
    }
    *w = (struct watch){.fd = fd, .ready = drain_ready};
    loop_want(w, EPOLLIN);
}

void drain_close_all(void) {
    for (unsigned i = 0; i < taken; i++) {
        loop_close(&drains[i]);
    }
}
