/* What the event loop offers to the parts that own descriptors. */
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>

/* A descriptor the loop looks at. Lives in static memory: an event may be late by one turn. */
struct watch {
    int fd; /* -1: none */
    uint32_t events;
    void (*ready)(struct watch *);
    void *owner;
};

void loop_init(void);
/* Sets the events waited for; 0 takes the descriptor out (a hang-up is reported even unasked). */
void loop_want(struct watch *w, uint32_t events);
/* Takes the descriptor out and gives it to the caller. */
int loop_release(struct watch *w);
void loop_close(struct watch *w);
/* Waits for events and calls their owners. block: else only looks. wake_at: microseconds, 0 never. */
void loop_turn(int block, uint64_t wake_at);

/* Microseconds of a clock that only goes forward. */
uint64_t now_us(void);

/* Says why on standard error, kills everything and ends. */
_Noreturn void fatal(const char *what);

#endif
