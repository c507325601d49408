/*
 * The zygote: a program that is started before it is wanted, and waits inside its own start-up for word
 * to go on. One at a time, for one run. It is alone with the supervisor: it is started when nothing has run
 * since the sandbox was made or came clean out of a reset, and before anything else runs it has ended.
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

/*
 * A program is about to run. Hands it the zygote that waits, if that is what the run wants; otherwise that
 * ends here, and the program has to be started.
 */
bool zygote_take(const struct spawn_request *request, struct child *out);

/* A reset begins: it ends. */
void zygote_end(void);

/* A reset came out clean: the next one starts. */
void zygote_clean(void);

/* True if the process that was reaped was a zygote, which died while it waited. */
bool zygote_reaped(pid_t pid);

#endif
