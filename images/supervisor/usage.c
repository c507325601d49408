#include "usage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cpu_time usage_reaped;

/* Kept open: a pread is all that a run costs. */
static int memory_fd, peak_fd, oom_fd;

static int open_either(const char *v2, const char *v1) {
    int fd = open(v2, O_RDONLY | O_CLOEXEC);
    return fd >= 0 ? fd : open(v1, O_RDONLY | O_CLOEXEC);
}

void usage_init(void) {
    memory_fd = open_either("/sys/fs/cgroup/memory.current", "/sys/fs/cgroup/memory/memory.usage_in_bytes");
    peak_fd = open_either("/sys/fs/cgroup/memory.peak", "/sys/fs/cgroup/memory/memory.max_usage_in_bytes");
    oom_fd = open_either("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control");
}

/* The number after key, or at the start if there is none. */
static uint64_t read_number(int fd, const char *key) {
    char text[512];
    ssize_t n = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
    if (n <= 0) {
        return 0;
    }
    text[n] = 0;
    const char *at = key == NULL ? text : strstr(text, key);
    return at == NULL ? 0 : strtoull(at + (key == NULL ? 0 : strlen(key)), NULL, 10);
}

uint64_t usage_memory(void) {
    return read_number(memory_fd, NULL);
}

uint64_t usage_memory_peak(void) {
    return read_number(peak_fd, NULL);
}

uint64_t usage_oom_kills(void) {
    return read_number(oom_fd, "oom_kill "); /* not oom_kill_disable, not oom_group_kill */
}

static uint64_t micros(struct timeval t) {
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

void usage_add(const struct rusage *ru) {
    usage_reaped.user_us += micros(ru->ru_utime);
    usage_reaped.system_us += micros(ru->ru_stime);
}
