/*
 * The zygote: a program that is started before it is wanted, and waits inside its own start-up for word
 * to go on. One at a time, for one run.
 */
#ifndef ZYGOTE_H
#define ZYGOTE_H

#include "spawn.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* From now on one such program is kept started; payload is that of a SPAWN. False if it is none. */
bool zygote_prepare(const uint8_t *payload, size_t n);

/* Starts the next one, if one is to be kept and none waits. For when nothing else runs. */
void zygote_start(void);

/* Hands the one that waits to a run, if it is the program that the run wants. */
bool zygote_take(const struct spawn_request *request, struct child *out);

/* Ends the one that waits, if any: it must not be seen by others, nor outlive a reset. */
void zygote_end(void);

/* True if the process that was reaped was a zygote that nobody took. */
bool zygote_reaped(pid_t pid);

#endif
