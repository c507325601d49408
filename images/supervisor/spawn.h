/* Starting one program as the sandbox user. */
#ifndef SPAWN_H
#define SPAWN_H

#include "frame.h"

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

/* Our ends of its pipes, all non-blocking. */
struct child {
    pid_t pid;
    int in; /* -1 if it gets no standard input from us */
    int out, err;
    int report; /* where it says why it could not start; see spawn_failure */
};

/*
 * Forks. Does not wait for the exec: another process of the same user could stop the child just
 * before it, and the supervisor must not hang on that. Returns 0 or an errno.
 */
int spawn_start(const struct spawn_request *request, struct child *out);

/* The same, with a pipe behind descriptor ZYGOTE_WORD, whose other end is *word. */
enum { ZYGOTE_WORD = 63 };
int spawn_zygote(const struct spawn_request *request, struct child *out, int *word);

/* The first file that the request's program may be, as far as can be seen without starting it. */
bool spawn_finds(const struct spawn_request *request, char file[PATH_MAX]);

/* Could a program be started in that directory? */
bool spawn_may_enter(const char *dir);

struct spawn_failure {
    int err;
    char stage; /* 'c' directory, 'x' exec, 'u' becoming the user */
};

/* Once the child has ended: did it end before its exec, and why? */
bool spawn_failed(int report, struct spawn_failure *out);

#endif
