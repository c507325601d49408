/* The processes of the sandbox: all of them, and those that came after a moment. */
#ifndef PROCS_H
#define PROCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* SIGKILL to every process but this one. True if there was none, not even a zombie. */
bool procs_kill_all(void);

/* Who was there at a moment. A number may be used again, so each goes with its start time. */
struct snapshot {
    struct process {
        pid_t pid;
        uint64_t start;
    } *list;
    size_t count;
};

bool snapshot_take(struct snapshot *s); /* false: no memory */
void snapshot_free(struct snapshot *s);

/* SIGKILL to all that are not in the snapshot. True if a look at all of them found none alive. */
bool procs_kill_newer(const struct snapshot *s);

#endif
