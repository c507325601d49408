#include "sweep.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Moving to a name that is taken would lose nothing, but would fail: then the next number is tried. */
enum { MOVE_ATTEMPTS = 1000 };

static bool is_dot(const char *name) {
    return name[0] == '.' && (name[1] == 0 || (name[1] == '.' && name[2] == 0));
}

/* The next name that is not a dot; NULL at the end or on an error. */
static const struct dirent64 *next_name(struct names *n) {
    for (;;) {
        if (n->at == n->size) {
            long got = syscall(SYS_getdents64, n->fd, n->data, sizeof n->data);
            n->at = 0;
            n->size = got > 0 ? (size_t)got : 0;
            n->failed = got < 0 && errno != ENOENT; /* that one says that the directory itself is gone */
            if (got <= 0) {
                return NULL;
            }
        }
        const struct dirent64 *e = (const struct dirent64 *)(const void *)(n->data + n->at);
        n->at += e->d_reclen;
        if (!is_dot(e->d_name)) {
            return e;
        }
    }
}

static void rewind_names(struct names *n) {
    lseek(n->fd, 0, SEEK_SET);
    n->at = n->size = 0;
}

bool sweep_is_empty(int dir) {
    static struct names n;
    n.fd = dir;
    rewind_names(&n);
    return next_name(&n) == NULL && !n.failed;
}

void sweep_start(struct sweep *s, int dir) {
    s->top.fd = dir;
    s->sub.fd = -1;
    s->progress = false;
    s->moved = 0;
    s->err = 0;
    s->stuck[0] = 0;
    rewind_names(&s->top);
}

void sweep_stop(struct sweep *s) {
    if (s->sub.fd >= 0) {
        close(s->sub.fd);
        s->sub.fd = -1;
    }
}

/* That a directory is not empty is no reason if the reason for that is known. */
static void note(struct sweep *s, const char *name) {
    if (s->err != 0 && errno == ENOTEMPTY) {
        return;
    }
    s->err = errno;
    snprintf(s->stuck, sizeof s->stuck, "%s", name);
}

/* Removes a file or an empty directory. */
static bool remove_name(struct sweep *s, int dir, const struct dirent64 *e) {
    bool done = false;
    if (e->d_type != DT_DIR) {
        done = unlinkat(dir, e->d_name, 0) == 0;
    }
    if (!done && (e->d_type == DT_DIR || errno == EISDIR)) {
        done = unlinkat(dir, e->d_name, AT_REMOVEDIR) == 0;
    }
    done |= !done && errno == ENOENT;
    s->progress |= done;
    return done;
}

/* Its owner may read, search and change it: what is in there is going to be removed. */
int sweep_open(int dir, const char *name) {
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(dir, name, flags);
    if (fd < 0 && errno == EACCES && fchmodat(dir, name, 0700, 0) == 0) {
        fd = openat(dir, name, flags);
    }
    struct stat st;
    if (fd >= 0 && fstat(fd, &st) == 0 && (st.st_mode & 0700) != 0700) {
        fchmod(fd, 0700);
    }
    return fd;
}

static void enter(struct sweep *s, const char *name) {
    s->sub.fd = sweep_open(s->top.fd, name);
    if (s->sub.fd < 0) {
        note(s, name);
        return;
    }
    snprintf(s->sub_name, sizeof s->sub_name, "%s", name);
    s->sub.at = s->sub.size = 0;
}

/* To move a directory is to change its "..", which takes the right to write it. */
static bool move_up(struct sweep *s, const char *name) {
    for (int i = 0; i < MOVE_ATTEMPTS; i++) {
        char fresh[32];
        snprintf(fresh, sizeof fresh, ".swept-%llu", (unsigned long long)s->moved++);
        if (syscall(SYS_renameat2, s->sub.fd, name, s->top.fd, fresh, 1 /* RENAME_NOREPLACE */) == 0) {
            s->progress = true;
            return true;
        }
        bool again = errno == EEXIST || (errno == EACCES && i == 0 && fchmodat(s->sub.fd, name, 0700, 0) == 0);
        if (!again) {
            break;
        }
    }
    return false;
}

static void step_in_sub(struct sweep *s) {
    const struct dirent64 *e = next_name(&s->sub);
    if (e != NULL) {
        if (!remove_name(s, s->sub.fd, e) && !(errno == ENOTEMPTY && move_up(s, e->d_name))) {
            note(s, e->d_name);
        }
        return;
    }
    close(s->sub.fd);
    s->sub.fd = -1;
    /* Names can be missed while others go away; then the next look from the start finds them. */
    if (unlinkat(s->top.fd, s->sub_name, AT_REMOVEDIR) == 0) {
        s->progress = true;
    } else {
        note(s, s->sub_name);
    }
}

enum sweep_result sweep_step(struct sweep *s, unsigned operations) {
    for (; operations > 0; operations--) {
        if (s->sub.fd >= 0) {
            step_in_sub(s);
            continue;
        }
        const struct dirent64 *e = next_name(&s->top);
        if (e != NULL) {
            if (!remove_name(s, s->top.fd, e)) {
                if (errno == ENOTEMPTY) {
                    enter(s, e->d_name);
                } else {
                    note(s, e->d_name);
                }
            }
            continue;
        }
        if (sweep_is_empty(s->top.fd)) {
            return SWEEP_EMPTY;
        }
        if (!s->progress) {
            return SWEEP_STUCK;
        }
        s->progress = false;
        s->err = 0;
        rewind_names(&s->top);
    }
    return SWEEP_MORE;
}
