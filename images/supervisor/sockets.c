#include "sockets.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

/* In the machine's own network there are others' sockets as well. */
static bool apart;

/* The list has a heading. Where there is no list there is nothing to see. */
static bool none(void) {
    char text[1024];
    int fd = open("/proc/net/unix", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof text);
    if (fd >= 0) {
        close(fd);
    }
    const char *heading_end = n <= 0 ? NULL : memchr(text, '\n', (size_t)n);
    return heading_end == NULL || heading_end + 1 == text + n;
}

void sockets_init(void) {
    apart = none();
}

/* The kernel looks when a socket goes. */
static void look(void) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0) {
        close(ends[0]);
        close(ends[1]);
    }
}

bool sockets_gone(void) {
    if (apart && none()) {
        return true;
    }
    look();
    return !apart || none();
}
