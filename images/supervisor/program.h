/* The programs that run, each on its channel, from SPAWN to EXIT. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "frame.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

void program_spawn(uint32_t channel, const struct spawn_request *request);
bool program_on(uint32_t channel);

/* A frame on a program's channel. Returns NULL, or what is wrong with it. */
const char *program_frame(uint32_t channel, uint8_t type, const struct request *request);

/* A process was reaped; it may be a program's main process. */
void programs_reaped(pid_t pid, int status, const struct rusage *ru);

/* Lets every program take the steps it can take: deadline, killing, draining, EXIT. */
void programs_step(void);
/* Tells the loop which pipes matter now. */
void programs_arm(void);
/* When programs_step must be called at the latest, in microseconds; 0: only after an event. */
uint64_t programs_wake_at(void);

/* For a reset: ends them all, without waiting for credit. */
void programs_end(void);
bool programs_none(void);

#endif
