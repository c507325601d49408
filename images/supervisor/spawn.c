#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loop.h"

static const char DEFAULT_PATH[] = "/usr/local/bin:/usr/bin:/bin";

_Noreturn static void give_up(int report, char stage) {
    struct spawn_failure failure = {errno, stage};
    if (write(report, &failure, sizeof failure) != sizeof failure) {
        _exit(126);
    }
    _exit(127);
}

/* The memory killer shall take programs before the supervisor. Best effort: /proc may be read-only. */
static void become_first_victim(void) {
    setfsuid(0); /* the file is root's; the change of user that follows sets it right again */
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (write(fd, "1000", 4) < 0) {
            errno = 0;
        }
        close(fd);
    }
}

static const char *path_of(char **envp) {
    for (char **e = envp; *e != NULL; e++) {
        if (strncmp(*e, "PATH=", 5) == 0) {
            return *e + 5;
        }
    }
    return DEFAULT_PATH;
}

/* The next file along the path that the name may stand for; moves *dir on. False at the end. */
static bool next_candidate(const char **dir, const char *name, char file[PATH_MAX]) {
    file[0] = 0;
    while (file[0] == 0 && *dir != NULL) {
        size_t n = strcspn(*dir, ":");
        int length = snprintf(file, PATH_MAX, "%.*s/%s", (int)(n == 0 ? 1 : n), n == 0 ? "." : *dir, name);
        if (n >= PATH_MAX || length >= PATH_MAX) {
            file[0] = 0;
        }
        *dir = (*dir)[n] == 0 ? NULL : *dir + n + 1;
    }
    return file[0] != 0;
}

/* As execvpe, but by the PATH of the new environment, and without guessing at shell scripts. */
static void exec_by_path(char **argv, char **envp) {
    if (strchr(argv[0], '/') != NULL) {
        execve(argv[0], argv, envp);
        return;
    }
    bool denied = false;
    char file[PATH_MAX];
    const char *dir = argv[0][0] == 0 ? NULL : path_of(envp);
    while (next_candidate(&dir, argv[0], file)) {
        execve(file, argv, envp);
        denied |= errno == EACCES;
        if (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
            return;
        }
    }
    errno = denied ? EACCES : ENOENT;
}

bool spawn_finds(const struct spawn_request *r, char file[PATH_MAX]) {
    const char *dir = path_of(r->envp);
    struct stat s;
    if (strchr(r->argv[0], '/') != NULL) {
        snprintf(file, PATH_MAX, "%s", r->argv[0]);
        return stat(file, &s) == 0;
    }
    while (next_candidate(&dir, r->argv[0], file)) {
        if (stat(file, &s) == 0) {
            return true;
        }
    }
    return false;
}

bool spawn_may_enter(const char *dir) {
    bool entered = chdir(dir) == 0;
    if (chdir("/") < 0) {
        fatal("the root directory");
    }
    return entered;
}

/* Groups, no_new_privs and the inheritable capabilities were settled when the supervisor started. */
_Noreturn static void run_child(const struct spawn_request *r, int in, int out, int err, int report, int word) {
    setsid();
    become_first_victim();
    /* None of the four is below 3, so nothing is overwritten before it was copied. */
    if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0) {
        give_up(report, 'u');
    }
    /* Far behind what a program opens while it starts, so that nothing gets another number for it. */
    if (word >= 0 && dup2(word, ZYGOTE_WORD) < 0) {
        give_up(report, 'u');
    }
    if (setresgid(SANDBOX_GID, SANDBOX_GID, SANDBOX_GID) < 0 || setresuid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID) < 0) {
        give_up(report, 'u');
    }
    umask(022);
    signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (chdir(r->cwd) < 0) {
        give_up(report, 'c');
    }
    exec_by_path(r->argv, r->envp);
    give_up(report, 'x');
}

enum { IN, OUT, ERR, REPORT, PIPES };

/* Close-on-exec all; ours is the end that does not block, the program's is an ordinary one. */
static int make_pipe(int ends[2], int ours) {
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return -1;
    }
    return fcntl(ends[ours], F_SETFL, O_NONBLOCK | (ours == 1 ? O_WRONLY : O_RDONLY));
}

static void close_all(int pipes[PIPES][2], int end) {
    for (int i = 0; i < PIPES; i++) {
        if (pipes[i][end] >= 0) {
            close(pipes[i][end]);
        }
    }
}

static int start(const struct spawn_request *r, struct child *out, int word) {
    int pipes[PIPES][2] = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
    bool fed = (r->flags & SPAWN_STDIN) != 0;
    if (!fed) {
        pipes[IN][0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    }
    pid_t pid = -1;
    if ((fed ? make_pipe(pipes[IN], 1) : pipes[IN][0]) >= 0 && make_pipe(pipes[OUT], 0) >= 0 &&
        make_pipe(pipes[ERR], 0) >= 0 && make_pipe(pipes[REPORT], 0) >= 0) {
        pid = fork();
    }
    if (pid == 0) {
        run_child(r, pipes[IN][0], pipes[OUT][1], pipes[ERR][1], pipes[REPORT][1], word);
    }
    int err = errno;
    /* The child's ends: reading for standard input, writing for the others. */
    int in = pipes[IN][1];
    pipes[IN][1] = pipes[IN][0];
    pipes[IN][0] = in;
    close_all(pipes, 1);
    if (pid < 0) {
        close_all(pipes, 0);
        return err;
    }
    *out = (struct child){pid, in, pipes[OUT][0], pipes[ERR][0], pipes[REPORT][0]};
    return 0;
}

int spawn_start(const struct spawn_request *r, struct child *out) {
    return start(r, out, -1);
}

int spawn_zygote(const struct spawn_request *r, struct child *out, int *word) {
    int ends[2];
    if (make_pipe(ends, 1) < 0) {
        return errno;
    }
    int err = start(r, out, ends[0]);
    close(ends[0]);
    if (err != 0) {
        close(ends[1]);
        return err;
    }
    *word = ends[1];
    return 0;
}

bool spawn_failed(int report, struct spawn_failure *out) {
    return read(report, out, sizeof *out) == sizeof *out;
}
