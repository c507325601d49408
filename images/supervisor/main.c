/* The supervisor: PID 1 of a sandbox. docs/protocol.md says what it does. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "egress.h"
#include "engine.h"
#include "files.h"
#include "loop.h"
#include "out.h"
#include "path.h"
#include "procs.h"
#include "program.h"
#include "reset.h"
#include "roots.h"
#include "sockets.h"
#include "usage.h"
#include "user.h"
#include "zygote.h"

static struct watch children = {.fd = -1};
static struct watch output = {.fd = STDOUT_FILENO};

void fatal(const char *what) {
    dprintf(STDERR_FILENO, "supervisor: %s: %s\n", what, strerror(errno));
    procs_kill_all();
    _exit(1);
}

static void reap(void) {
    for (;;) {
        struct rusage ru;
        int status;
        pid_t pid = wait4(-1, &status, WNOHANG, &ru);
        if (pid <= 0) {
            return;
        }
        if (!zygote_reaped(pid)) {
            programs_reaped(pid, status, &ru);
        }
    }
}

static void signal_ready(struct watch *w) {
    struct signalfd_siginfo info;
    while (read(w->fd, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo != SIGCHLD) {
            procs_kill_all();
            _exit(0); /* the engine's polite way to stop a container */
        }
    }
    reap();
}

/* Descriptors, signals and limits as we want them, whatever they were. */
static void settle(void) {
    if (syscall(SYS_close_range, 3, ~0U, 0) < 0) {
        for (int fd = 3; fd < 1024; fd++) {
            close(fd);
        }
    }
    /* Not through the C library, which keeps two signals to itself. All zeroes is the default action. */
    const uint64_t plain[8] = {0};
    for (int number = 1; number <= MAX_SIGNAL; number++) {
        syscall(SYS_rt_sigaction, number, plain, NULL, sizeof(uint64_t));
    }
    signal(SIGPIPE, SIG_IGN);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_SETMASK, &set, NULL);
    children.fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    children.ready = signal_ready;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    umask(0);
    if (children.fd < 0 || chdir("/") < 0 || fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) < 0 ||
        fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK) < 0) {
        fatal("descriptors");
    }
}

/*
 * What every program is to be without is dropped here once, and inherited. And from here on the
 * supervisor uses files only as the sandbox user could.
 */
static void drop_rights(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3] = {0};
    if (prctl(PR_SET_DUMPABLE, 0) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || setgroups(0, NULL) < 0 ||
        syscall(SYS_capget, &header, caps) < 0) {
        fatal("privileges");
    }
    for (int i = 0; i < _LINUX_CAPABILITY_U32S_3; i++) {
        caps[i].inheritable = 0;
    }
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (syscall(SYS_capset, &header, caps) < 0) {
        fatal("capabilities");
    }
    if (!user_of_files()) {
        fatal("user of the file system");
    }
}

static void output_ready(struct watch *w) {
    (void)w; /* the loop flushes on every turn */
}

static uint64_t earlier(uint64_t a, uint64_t b) {
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static void turn(void) {
    engine_step();
    programs_step();
    bool busy = reset_step();
    busy |= files_step();
    /* Whoever found the queue full gets another chance as soon as it is not. */
    bool was_full = !out_takes_bulk();
    if (!out_flush()) {
        fatal("the engine is gone");
    }
    busy |= was_full && out_takes_bulk();
    programs_arm();
    egress_arm();
    engine_arm();
    loop_want(&output, out_empty() ? 0 : EPOLLOUT);
    loop_turn(!busy, earlier(earlier(programs_wake_at(), reset_wake_at()), egress_wake_at()));
}

int main(void) {
    if (getpid() != 1) {
        fputs("supervisor: it kills every process it can, so it runs as PID 1 of a container only\n", stderr);
        return 2;
    }
    settle();
    usage_init();
    drop_rights();
    loop_init();
    if (!roots_init()) {
        fatal("/sandbox or /tmp");
    }
    path_init();
    sockets_init();
    output.ready = output_ready;
    loop_want(&children, EPOLLIN);
    egress_init();
    engine_init();
    for (;;) {
        turn();
    }
}
