/* A program's three pipes, as seen from this side. */
#ifndef STREAM_H
#define STREAM_H

#include "loop.h"
#include "proto.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Standard output or standard error. */
struct output {
    struct watch watch;
    uint8_t type; /* STDOUT or STDERR */
    uint32_t channel;
    uint64_t credit;
    uint64_t total;   /* bytes read so far, forwarded or not */
    uint64_t left;    /* bytes still to be read, once the program has ended */
    bool ended;       /* left counts */
    bool discard;     /* the engine wants no more */
    bool impatient;   /* do not wait for credit: drop what has none */
};

void output_open(struct output *o, int fd, uint8_t type, uint32_t channel, uint32_t credit);
/* Waits for data if it could go anywhere. */
void output_arm(struct output *o);
/* From now on only what is in the pipe already counts. */
void output_end(struct output *o);
/* After output_end: moves what can be moved; true if nothing is left to be read. */
bool output_finish(struct output *o);

/* Standard input: what the pipe does not take at once waits here, within the window. */
struct input {
    struct watch watch; /* fd -1: bytes are dropped, and credited */
    uint32_t channel;
    uint8_t *waiting; /* allocated when first needed */
    size_t at, size;
    uint32_t window; /* so much may the engine still send */
    uint32_t due;    /* used up, but not yet credited */
    bool end;        /* close when empty */
};

void input_open(struct input *in, int fd, uint32_t channel);
/* False if it is more than the window. */
bool input_add(struct input *in, const uint8_t *data, size_t n);
void input_end(struct input *in);
void input_close(struct input *in);

#endif
