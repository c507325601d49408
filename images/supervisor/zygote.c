#include "zygote.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frame.h"

enum { WORD = 60 * 1024 /* fits into an empty pipe at once */ };

static uint8_t *copy; /* what it is made of: the payload, and the request that points into it */
static struct request made_of;
static struct child waiting = {.pid = -1};
static char file[PATH_MAX]; /* what it was started from */
static int word = -1;       /* the pipe that it waits on */
static bool clean = true;   /* nothing has run since the start or the last reset */

static void forget(void) {
    close(word);
    close(waiting.out);
    close(waiting.err);
    close(waiting.report);
    waiting.pid = -1;
}

/* It has no children, and it dies at once: better to wait than to have others see it, or pay for it. */
static void end(void) {
    if (waiting.pid >= 0) {
        kill(waiting.pid, SIGKILL);
        while (waitpid(waiting.pid, NULL, 0) < 0 && errno == EINTR) {
        }
        forget();
    }
}

static void start(void) {
    if (copy == NULL || !clean || waiting.pid >= 0) {
        return;
    }
    if (!spawn_finds(&made_of.spawn, file) || spawn_zygote(&made_of.spawn, &waiting, &word) != 0) {
        waiting.pid = -1; /* no zygote, then: runs start from nothing */
    }
}

bool zygote_prepare(const uint8_t *payload, size_t n) {
    end();
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
    start();
    return true;
}

void zygote_clean(void) {
    clean = true;
    start();
}

void zygote_end(void) {
    clean = false;
    end();
}

bool zygote_reaped(pid_t pid) {
    if (pid != waiting.pid) {
        return false;
    }
    forget();
    return true;
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

/* Would a program that is started now be the same one, and start at all? */
static bool same_start(const struct spawn_request *r) {
    char found[PATH_MAX];
    return same_argv(r->argv, made_of.spawn.argv) && spawn_finds(r, found) && strcmp(found, file) == 0 &&
           spawn_may_enter(r->cwd);
}

/* It has no standard input, and whoever keeps processes would count it among those from before. */
static bool hand_over(const struct spawn_request *r) {
    static char text[WORD];
    if (waiting.pid < 0 || r->flags != SPAWN_ZYGOTE || !same_start(r)) {
        return false;
    }
    size_t size = word_for(r, text);
    return size > 0 && write(word, text, size) == (ssize_t)size;
}

bool zygote_take(const struct spawn_request *r, struct child *out) {
    clean = false;
    if (!hand_over(r)) {
        end();
        return false;
    }
    close(word);
    *out = waiting;
    waiting.pid = -1;
    return true;
}
