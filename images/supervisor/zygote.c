#include "zygote.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frame.h"

enum {
    WORD = 60 * 1024, /* fits into an empty pipe at once */
    ENDED = 8         /* zygotes that were ended and not reaped yet; the oldest is forgotten beyond that */
};

static uint8_t *copy; /* what it is made of: the payload, and the request that points into it */
static struct request made_of;
static struct child waiting = {.pid = -1};
static int word = -1; /* the pipe that it waits on */
static pid_t ended[ENDED];
static size_t ended_count;

bool zygote_prepare(const uint8_t *payload, size_t n) {
    zygote_end();
    if (copy != NULL) {
        request_free(SPAWN, &made_of);
        free(copy);
    }
    copy = malloc(n + 1);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, payload, n);
    copy[n] = 0;
    if (!request_decode(SPAWN, copy, n, &made_of) || made_of.spawn.flags != 0) {
        request_free(SPAWN, &made_of);
        free(copy);
        copy = NULL;
        return false;
    }
    return true;
}

void zygote_start(void) {
    if (copy != NULL && waiting.pid < 0 && spawn_zygote(&made_of.spawn, &waiting, &word) != 0) {
        waiting.pid = -1; /* no zygote, then: runs start from nothing */
    }
}

static bool same_argv(char **a, char **b) {
    while (*a != NULL && *b != NULL && strcmp(*a, *b) == 0) {
        a++;
        b++;
    }
    return *a == NULL && *b == NULL;
}

/* Directory and environment, each with its terminator. 0 if that is too much for a pipe. */
static size_t word_for(const struct spawn_request *r, char *text) {
    size_t size = strlen(r->cwd) + 1;
    if (size > WORD) {
        return 0;
    }
    memcpy(text, r->cwd, size);
    for (char **e = r->envp; *e != NULL; e++) {
        size_t n = strlen(*e) + 1;
        if (n > WORD - size) {
            return 0;
        }
        memcpy(text + size, *e, n);
        size += n;
    }
    return size;
}

bool zygote_take(const struct spawn_request *r, struct child *out) {
    static char text[WORD];
    if (waiting.pid < 0 || (r->flags & SPAWN_ZYGOTE) == 0 || !same_argv(r->argv, made_of.spawn.argv)) {
        return false;
    }
    size_t size = word_for(r, text);
    if (size == 0 || write(word, text, size) != (ssize_t)size) {
        return false;
    }
    close(word);
    *out = waiting;
    waiting.pid = -1;
    return true;
}

static void forget(void) {
    close(word);
    close(waiting.out);
    close(waiting.err);
    close(waiting.report);
    waiting.pid = -1;
}

void zygote_end(void) {
    if (waiting.pid < 0) {
        return;
    }
    kill(waiting.pid, SIGKILL);
    ended[ended_count++ % ENDED] = waiting.pid;
    forget();
}

bool zygote_reaped(pid_t pid) {
    if (pid == waiting.pid) {
        forget();
        return true;
    }
    for (size_t i = 0; i < ENDED; i++) {
        if (ended[i] == pid) {
            ended[i] = 0;
            return true;
        }
    }
    return false;
}
