#include "egress.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"
#include "out.h"
#include "tunnel.h"

enum {
    BACKLOG = 256,
    RETRY_US = 10 * 1000, /* after there was no descriptor or memory for a connection */
};

static struct watch listener = {.fd = -1};
static struct tunnel tunnels[EGRESS_CONNECTIONS];
static uint32_t last_number, first_credit;
static uint64_t retry_at, wake_at; /* 0: never */

void egress_init(void) {
    for (int i = 0; i < EGRESS_CONNECTIONS; i++) {
        tunnels[i].watch.fd = -1;
    }
}

static struct tunnel *free_place(void) {
    for (int i = 0; i < EGRESS_CONNECTIONS; i++) {
        if (tunnels[i].watch.fd < 0) {
            return &tunnels[i];
        }
    }
    return NULL;
}

static struct tunnel *find(uint32_t number) {
    for (int i = 0; i < EGRESS_CONNECTIONS; i++) {
        if (tunnels[i].watch.fd >= 0 && !tunnels[i].dismissed && tunnels[i].number == number) {
            return &tunnels[i];
        }
    }
    return NULL;
}

/* One after the other, so that a frame which crosses the end of a connection finds no other one. */
static uint32_t next_number(void) {
    do {
        last_number++;
    } while (last_number == 0 || find(last_number) != NULL);
    return last_number;
}

static void welcome(struct tunnel *place, int fd) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    uint32_t number = next_number();
    uint8_t payload[4];
    struct writer w = {payload, 0, sizeof payload};
    put_u32(&w, EGRESS_WINDOW);
    out_frame(EGRESS_OPENED, number, payload, sizeof payload);
    tunnel_open(place, fd, number, first_credit);
}

static void listener_ready(struct watch *w) {
    struct tunnel *place = free_place();
    if (place == NULL || !out_takes_bulk()) {
        return;
    }
    int fd = accept4(w->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        welcome(place, fd);
    } else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
        retry_at = now_us() + RETRY_US;
    }
}

/* What remains of earlier connections does not keep anybody from the address. */
static int listen_on_loopback(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(EGRESS_PORT)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) < 0 ||
                    bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0)) {
        int err = errno;
        close(fd);
        errno = err;
        return -1;
    }
    return fd;
}

void egress_listen(uint32_t channel, uint32_t credit) {
    if (listener.fd < 0) {
        listener = (struct watch){.fd = listen_on_loopback(), .ready = listener_ready};
        retry_at = 0;
    }
    if (listener.fd < 0) {
        out_error(channel, errno, "cannot listen on port %d", EGRESS_PORT);
        return;
    }
    first_credit = credit;
    out_frame(EGRESS_READY, channel, NULL, 0);
}

const char *egress_frame(uint32_t number, uint8_t type, const struct request *request) {
    struct tunnel *t = find(number);
    if (t == NULL) {
        return NULL;
    }
    switch (type) {
        case EGRESS_SEND:
            return tunnel_data(t, request->bytes.data, request->bytes.size) ? NULL : "EGRESS_SEND beyond the window";
        case EGRESS_END:
            tunnel_end(t);
            return NULL;
        case EGRESS_CREDIT:
            tunnel_credit(t, request->credit.bytes);
            return NULL;
        default: /* EGRESS_CLOSE */
            tunnel_dismiss(t);
            return NULL;
    }
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a == 0 || (b != 0 && b < a) ? b : a;
}

void egress_arm(void) {
    if (listener.fd < 0) {
        return;
    }
    uint64_t now = now_us();
    retry_at = now < retry_at ? retry_at : 0;
    wake_at = retry_at;
    bool room = false;
    for (int i = 0; i < EGRESS_CONNECTIONS; i++) {
        struct tunnel *t = &tunnels[i];
        if (t->watch.fd >= 0) {
            tunnel_arm(t, now);
        }
        wake_at = earlier(wake_at, t->give_up);
        room |= t->watch.fd < 0;
    }
    loop_want(&listener, room && retry_at == 0 && out_takes_bulk() ? EPOLLIN : 0);
}

uint64_t egress_wake_at(void) {
    return wake_at;
}

void egress_end(void) {
    loop_close(&listener);
    for (int i = 0; i < EGRESS_CONNECTIONS; i++) {
        if (tunnels[i].watch.fd >= 0) {
            tunnel_break(&tunnels[i]);
        }
    }
    wake_at = 0;
}
