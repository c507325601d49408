#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "roots.h"

enum { RETRIES = 64, DIR_MODE = 0755 };

static bool have_openat2;

static int openat2(int dir, const char *path, int flags, mode_t mode) {
    struct open_how how = {.flags = (unsigned)flags,
                           .mode = flags & O_CREAT ? mode : 0,
                           .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

/* Old kernels, seccomp profiles and gVisor have no openat2; some of them answer EPERM. */
void path_init(void) {
    int fd = openat2(root_fds[ROOT_SANDBOX], ".", O_PATH | O_CLOEXEC, 0);
    have_openat2 = fd >= 0;
    if (fd >= 0) {
        close(fd);
    }
}

/* One component after the other, following no link at all. */
static int walk(int dir, const char *path, int flags, mode_t mode) {
    char name[NAME_MAX + 1];
    int at = dir;
    for (;;) {
        path += strspn(path, "/");
        size_t n = strcspn(path, "/");
        const char *next = path + n + strspn(path + n, "/");
        bool last = *next == 0;
        int fd = -1;
        if (n > NAME_MAX) {
            errno = ENAMETOOLONG;
        } else {
            memcpy(name, path, n);
            name[n] = 0;
            fd = last ? openat(at, name, flags | O_NOFOLLOW, mode)
                      : openat(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        int err = errno;
        if (at != dir) {
            close(at);
        }
        errno = err;
        if (fd < 0 || last) {
            return fd;
        }
        at = fd;
        path = next;
    }
}

static int open_beneath(int dir, const char *path, int flags, mode_t mode) {
    flags |= O_CLOEXEC;
    if (!have_openat2) {
        return walk(dir, path, flags, mode);
    }
    int fd = -1;
    /* EAGAIN: something was renamed meanwhile, and the kernel could not tell whether we stayed inside. */
    for (int i = 0; i < RETRIES; i++) {
        fd = openat2(dir, path, flags, mode);
        if (fd >= 0 || errno != EAGAIN) {
            break;
        }
    }
    return fd;
}

static bool has_dot_dot(const char *path) {
    for (const char *p = path; (p = strstr(p, "..")) != NULL; p += 2) {
        if ((p == path || p[-1] == '/') && (p[2] == 0 || p[2] == '/')) {
            return true;
        }
    }
    return false;
}

int path_place(const char *path, struct place *out) {
    if (strlen(path) >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    for (int i = ROOT_SANDBOX; i <= ROOT_TMP; i++) {
        size_t n = strlen(root_paths[i]);
        if (strncmp(path, root_paths[i], n) == 0 && (path[n] == 0 || path[n] == '/') && !has_dot_dot(path)) {
            const char *rest = path + n + strspn(path + n, "/");
            *out = (struct place){root_fds[i], *rest == 0 ? "." : rest};
            return 0;
        }
    }
    errno = EINVAL;
    return -1;
}

int path_open(struct place p, int flags, mode_t mode) {
    return open_beneath(p.root, p.rest, flags, mode);
}

/* Where the last component starts, and its length without slashes behind it. */
static size_t last_component(const char *path, size_t *length) {
    size_t end = strlen(path);
    while (end > 0 && path[end - 1] == '/') {
        end--;
    }
    size_t start = end;
    while (start > 0 && path[start - 1] != '/') {
        start--;
    }
    *length = end - start;
    return start;
}

int path_open_parent(struct place p, char *name) {
    size_t length;
    size_t start = last_component(p.rest, &length);
    if (length > NAME_MAX) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(name, p.rest + start, length);
    name[length] = 0;
    if (length == 0 || strcmp(name, ".") == 0) {
        errno = EBUSY;
        return -1;
    }
    char parent[PATH_MAX];
    snprintf(parent, sizeof parent, "%.*s", (int)start, p.rest);
    return open_beneath(p.root, start == 0 ? "." : parent, O_PATH | O_DIRECTORY, 0);
}

/* Opens the directory made of the first n bytes, making what is missing on the way. */
static int make_prefix(struct place p, size_t n) {
    char path[PATH_MAX];
    for (size_t at = 0; at < n;) {
        at += strspn(p.rest + at, "/");
        if (at >= n) {
            break;
        }
        size_t end = at + strcspn(p.rest + at, "/");
        snprintf(path, sizeof path, "%.*s", (int)at, p.rest);
        int parent = open_beneath(p.root, at == 0 ? "." : path, O_PATH | O_DIRECTORY, 0);
        if (parent < 0) {
            return -1;
        }
        snprintf(path, sizeof path, "%.*s", (int)(end - at), p.rest + at);
        int made = mkdirat(parent, path, DIR_MODE);
        int err = errno;
        close(parent);
        if (made < 0 && err != EEXIST) {
            errno = err;
            return -1;
        }
        at = end;
    }
    snprintf(path, sizeof path, "%.*s", (int)n, p.rest);
    return open_beneath(p.root, n == 0 ? "." : path, O_PATH | O_DIRECTORY, 0);
}

static int make(struct place p, size_t n) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%.*s", (int)n, p.rest);
    int fd = open_beneath(p.root, n == 0 ? "." : path, O_PATH | O_DIRECTORY, 0);
    if (fd < 0 && errno == ENOENT) {
        fd = make_prefix(p, n);
    }
    if (fd < 0) {
        return -1;
    }
    close(fd);
    return 0;
}

int path_make_dirs(struct place p) {
    return make(p, strlen(p.rest));
}

int path_make_parents(struct place p) {
    size_t length;
    return make(p, last_component(p.rest, &length));
}
