#include "procs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One look at the processes is followed by the next at once; then the loop gets its turn. */
enum { LOOKS = 32 };

bool procs_kill_all(void) {
    /* Outside a PID namespace of our own this would end the machine. */
    if (getpid() != 1) {
        abort();
    }
    return kill(-1, SIGKILL) < 0 && errno == ESRCH;
}

enum { NUM_THREADS = 20, START_TIME = 22 }; /* as proc(5) counts the fields */

/* The space before that field; NULL if there is none. */
static const char *field(const char *name_end, int number) {
    const char *at = name_end;
    for (int before = 2; before < number && at != NULL; before++) {
        at = strchr(at + 1, ' ');
    }
    return at;
}

/* False if there is no such process, or only its zombie: a first thread is one, too, while others go on without it. */
static bool alive(pid_t pid, uint64_t *start) {
    char path[32], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    if (n <= 0) {
        return false;
    }
    text[n] = 0;
    /* A process chooses its name, parentheses and all: the fields start behind the last one. */
    const char *name_end = strrchr(text, ')');
    const char *began = name_end == NULL ? NULL : field(name_end, START_TIME);
    if (began == NULL || name_end[1] != ' ') {
        return false;
    }
    bool first_ended = name_end[2] == 'Z' || name_end[2] == 'X';
    *start = strtoull(began, NULL, 10);
    return !first_ended || strtoull(field(name_end, NUM_THREADS), NULL, 10) > 1;
}

/* Calls visit for every process but this one, in the order of their numbers as /proc gives them. */
static bool each(bool (*visit)(pid_t, uint64_t, void *), void *arg) {
    DIR *dir = opendir("/proc");
    if (dir == NULL) {
        return false;
    }
    bool going = true;
    for (struct dirent *e; going && (e = readdir(dir)) != NULL;) {
        pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);
        uint64_t start;
        if (pid > 1 && alive(pid, &start)) {
            going = visit(pid, start, arg);
        }
    }
    closedir(dir);
    return going;
}

static bool remember(pid_t pid, uint64_t start, void *arg) {
    struct snapshot *s = arg;
    if ((s->count & (s->count - 1)) == 0) { /* full at every power of two */
        size_t capacity = s->count == 0 ? 1 : s->count * 2;
        struct process *list = realloc(s->list, capacity * sizeof *list);
        if (list == NULL) {
            return false;
        }
        s->list = list;
    }
    s->list[s->count++] = (struct process){pid, start};
    return true;
}

bool snapshot_take(struct snapshot *s) {
    *s = (struct snapshot){0};
    return each(remember, s);
}

void snapshot_free(struct snapshot *s) {
    free(s->list);
    *s = (struct snapshot){0};
}

struct hunt {
    const struct snapshot *spared;
    bool found;
};

static bool hunt(pid_t pid, uint64_t start, void *arg) {
    struct hunt *h = arg;
    for (size_t i = 0; i < h->spared->count; i++) {
        if (h->spared->list[i].pid == pid && h->spared->list[i].start == start) {
            return true;
        }
    }
    /* Should the number have changed hands since: whoever has it now is newer still. */
    kill(pid, SIGKILL);
    h->found = true;
    return true;
}

bool procs_kill_newer(const struct snapshot *s) {
    struct hunt h = {s, true};
    for (int i = 0; i < LOOKS && h.found; i++) {
        h.found = false;
        if (!each(hunt, &h)) {
            return false;
        }
    }
    return !h.found;
}
