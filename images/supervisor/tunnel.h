/* One connection of a program to the engine: a socket on this side, frames with its number on the other. */
#ifndef TUNNEL_H
#define TUNNEL_H

#include "loop.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct tunnel {
    struct watch watch; /* fd -1: the place is free */
    uint32_t number; /* on the frames */
    uint64_t credit; /* so many bytes may still go to the engine */
    uint8_t *waiting; /* for the program, which does not take it; allocated when needed */
    size_t at, size;
    uint32_t window; /* so much may the engine still send */
    uint32_t due;    /* taken by the program, but not yet credited */
    bool deaf;       /* the program is done sending */
    bool ending;     /* the engine is done sending */
    bool shut;       /* and the program has been told */
    bool dismissed;  /* the engine knows nothing of it any more */
    bool starved;    /* nothing was read, for the queue to the engine was full */
    uint64_t give_up; /* dismissed, and everything written: when it is closed at the latest */
};

/* Takes over the descriptor, which does not block. */
void tunnel_open(struct tunnel *t, int fd, uint32_t number, uint32_t credit);

/* From the engine. False if it is more than the window. */
bool tunnel_data(struct tunnel *t, const uint8_t *data, size_t n);
void tunnel_end(struct tunnel *t);
void tunnel_credit(struct tunnel *t, uint32_t bytes);
/* What the engine sent is still written; then the program has a moment to see the end of it. */
void tunnel_dismiss(struct tunnel *t);

/* Reads on if there is room for it again, and ends what has had its time. */
void tunnel_arm(struct tunnel *t, uint64_t now);
/* At once, both directions; the engine is told unless it knows. */
void tunnel_break(struct tunnel *t);

#endif
