/*
 * Empties a directory, whatever is in it, a little at a time. Trees may be deeper than any stack,
 * path or table of descriptors: a directory that is not empty is moved up into the one being
 * emptied, so that nothing is ever more than one level down. There is no way up to follow, so
 * nothing outside is reached even while programs move things about.
 */
#ifndef SWEEP_H
#define SWEEP_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SWEEP_BATCH = 16 * 1024 };

/* Names read from one directory. */
struct names {
    int fd;
    bool failed; /* reading them did not work */
    size_t at, size;
    _Alignas(uint64_t) char data[SWEEP_BATCH];
};

struct sweep {
    struct names top;
    struct names sub; /* fd -1: not inside a directory */
    char sub_name[NAME_MAX + 1];
    bool progress; /* something was removed or moved since the last look from the start */
    uint64_t moved;
    int err;                    /* of the last thing that could not be removed */
    char stuck[NAME_MAX + 1];   /* its name */
};

/* Keeps using the descriptor of the directory, which stays the caller's. */
void sweep_start(struct sweep *s, int dir);

enum sweep_result { SWEEP_MORE, SWEEP_EMPTY, SWEEP_STUCK };

/* Does about so many operations. STUCK: err and stuck say why. */
enum sweep_result sweep_step(struct sweep *s, unsigned operations);
void sweep_stop(struct sweep *s);

/* Opens a directory to be emptied, giving its owner the right to do it; follows no link. */
int sweep_open(int dir, const char *name);

/* Is there nothing in the directory? */
bool sweep_is_empty(int dir);

#endif
