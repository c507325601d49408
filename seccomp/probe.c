/*
 * What does the seccomp profile let through?
 *
 * Attempts one call after the other, each in a process of its own and with arguments that do no
 * harm, and prints one line per attempt: its name, a space, and how it ended: 0 for success, the
 * errno of a failure, or -N if signal N killed it. Under strict.json every attempt of the group
 * "refused" ends with 1 (EPERM), apart from clone3 with 38 (ENOSYS) and the two foreign ABIs with
 * -31 (SIGSYS); with all capabilities and no profile none of them ends so. The group "allowed" ends
 * with 0 either way.
 *
 * gcc -O1 -static -o probe probe.c && ./probe [refused|allowed]
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Calls that older headers lack; from 424 on the numbers are the same everywhere. */
enum {
    nr_pidfd_getfd = 438, nr_io_uring_setup = 425, nr_io_uring_enter = 426, nr_io_uring_register = 427,
    nr_open_tree = 428, nr_move_mount = 429, nr_fsopen = 430, nr_fsconfig = 431, nr_fsmount = 432,
    nr_fspick = 433, nr_clone3 = 435, nr_mount_setattr = 442, nr_quotactl_fd = 443,
    nr_process_mrelease = 448
};

struct attempt {
    const char *name;
    long nr;         /* negative: one of the special ones below */
    long arg[6];
    int refused;
};

enum { SPAWN_THREAD = -1, I386_GETPID = -2, X32_GETPID = -3, CLONE = -4 };

static char byte[64];
static struct iovec iov = { byte, sizeof byte };
static unsigned char zeros[256];
#define P(x) ((long)(intptr_t)(x))

#define NEW(flag) { "clone:" #flag, CLONE, { flag | SIGCHLD }, 1 }
#define REFUSED(name, ...) { #name, SYS_##name, { __VA_ARGS__ }, 1 }
#define REFUSED_NR(name, ...) { #name, nr_##name, { __VA_ARGS__ }, 1 }
#define SOCKET(label, ...) { "socket:" label, SYS_socket, { __VA_ARGS__ }, 1 }

#ifndef CLONE_NEWCGROUP
#define CLONE_NEWCGROUP 0x02000000
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x00000080
#endif

static const struct attempt attempts[] = {
    REFUSED(ptrace, 0 /* PTRACE_TRACEME */),
    { "process_vm_readv", SYS_process_vm_readv, { 0 /* own pid, see below */, P(&iov), 1, P(&iov), 1, 0 }, 1 },
    { "process_vm_writev", SYS_process_vm_writev, { 0, P(&iov), 1, P(&iov), 1, 0 }, 1 },
    REFUSED_NR(pidfd_getfd, -1, 0, 0),
    REFUSED(kcmp, 1, 1, 99, 0, 0),
    REFUSED_NR(process_mrelease, -1, 0),

    REFUSED(keyctl, 0 /* GET_KEYRING_ID */, -3 /* session */, 1),
    REFUSED(add_key, P("user"), P("isol8"), P("x"), 1, -2 /* process keyring */),
    REFUSED(request_key, P("user"), P("isol8-none"), 0, 0),

    REFUSED(bpf, 0, P(zeros), 4),
    REFUSED(perf_event_open, P(zeros), 0, -1, -1, 0),
    REFUSED(userfaultfd, 0x80000 /* O_CLOEXEC */),
    REFUSED_NR(io_uring_setup, 1, P(zeros)),
    REFUSED_NR(io_uring_enter, -1, 0, 0, 0, 0, 0),
    REFUSED_NR(io_uring_register, -1, 0, 0, 0),

    REFUSED(mount, P("none"), P("/isol8-none"), P("tmpfs"), 0, 0),
    REFUSED(umount2, P("/isol8-none"), 0),
    REFUSED(pivot_root, P("/isol8-none"), P("/isol8-none")),
    REFUSED(chroot, P("/isol8-none")),
    REFUSED_NR(fsopen, P("isol8-none"), 0),
    REFUSED_NR(fsconfig, -1, 0, 0, 0, 0),
    REFUSED_NR(fsmount, -1, 0, 0),
    REFUSED_NR(fspick, -1, P("/isol8-none"), 0),
    REFUSED_NR(move_mount, -1, P("a"), -1, P("b"), 0),
    REFUSED_NR(open_tree, -1, P("a"), 0),
    REFUSED_NR(mount_setattr, -1, P("a"), 0, P(zeros), 32),
    REFUSED(name_to_handle_at, -100, P("/isol8-none"), P(zeros), P(byte), 0),
    REFUSED(open_by_handle_at, -1, P(zeros), 0),
    REFUSED(quotactl, 0x80000700, P("/isol8-none"), 0, P(zeros)),
    REFUSED_NR(quotactl_fd, -1, 0x80000700, 0, P(zeros)),
    REFUSED(acct, P("/isol8-none")),
    REFUSED(swapon, P("/isol8-none"), 0),
    REFUSED(swapoff, P("/isol8-none")),

    { "unshare:CLONE_NEWUSER", SYS_unshare, { CLONE_NEWUSER }, 1 },
    { "unshare:CLONE_NEWNS", SYS_unshare, { CLONE_NEWNS }, 1 },
    { "unshare:CLONE_NEWTIME", SYS_unshare, { CLONE_NEWTIME }, 1 },
    { "unshare:CLONE_FILES", SYS_unshare, { CLONE_FILES }, 1 },
    REFUSED(setns, -1, 0),
    NEW(CLONE_NEWUSER), NEW(CLONE_NEWNS), NEW(CLONE_NEWPID), NEW(CLONE_NEWNET),
    NEW(CLONE_NEWIPC), NEW(CLONE_NEWUTS), NEW(CLONE_NEWCGROUP),
    REFUSED_NR(clone3, P(zeros), 0),

    REFUSED(kexec_load, 0, 0, 0, -1),
    REFUSED(kexec_file_load, -1, -1, 0, 0, 0),
    REFUSED(init_module, 0, 0, P("")),
    REFUSED(finit_module, -1, P(""), 0),
    REFUSED(delete_module, P("isol8-none"), 0),
    REFUSED(reboot, 0, 0, 0, 0),
    REFUSED(settimeofday, 1 /* no such memory */, 0),
    REFUSED(adjtimex, P(zeros)),
    REFUSED(sethostname, P("x"), -1),
    REFUSED(syslog, 10 /* size of the log */, 0, 0),
    REFUSED(vhangup, 0),
    REFUSED(fanotify_init, 0, 0),
    REFUSED(mbind, 0, 0, 0, 0, 0, 0),
    REFUSED(io_setup, 0, 0),
    REFUSED(sync, 0),
    { "personality:ADDR_NO_RANDOMIZE", SYS_personality, { 0x0040000 }, 1 },
    { "personality:PER_LINUX32", SYS_personality, { 8 }, 1 },

    SOCKET("AF_PACKET", 17, SOCK_RAW, 0),
    SOCKET("AF_NETLINK,SOCK_DIAG", 16, SOCK_RAW, 4),
    SOCKET("AF_NETLINK,NETFILTER", 16, SOCK_RAW, 12),
    SOCKET("AF_NETLINK,KOBJECT_UEVENT", 16, SOCK_RAW, 15),
    SOCKET("AF_ALG", 38, SOCK_SEQPACKET, 0),
    SOCKET("AF_KEY", 15, SOCK_RAW, 2),
    SOCKET("AF_VSOCK", 40, SOCK_STREAM, 0),
    SOCKET("AF_BLUETOOTH", 31, SOCK_RAW, 1),
    SOCKET("AF_CAN", 29, SOCK_RAW, 1),
    SOCKET("AF_TIPC", 30, SOCK_STREAM, 0),
    SOCKET("AF_RDS", 21, SOCK_SEQPACKET, 0),
    SOCKET("AF_SMC", 43, SOCK_STREAM, 0),
    SOCKET("AF_XDP", 44, SOCK_RAW, 0),
    SOCKET("AF_QIPCRTR", 42, SOCK_DGRAM, 0),
    SOCKET("AF_INET,SCTP", 2, SOCK_STREAM, 132),
    SOCKET("AF_INET,RAW", 2, SOCK_RAW, 255),
    { "socketpair:AF_TIPC", SYS_socketpair, { 30, SOCK_SEQPACKET, 0, P(byte) }, 1 },
#ifdef __x86_64__
    { "modify_ldt", SYS_modify_ldt, { 0, P(byte), sizeof byte }, 1 },
    { "ioperm", SYS_ioperm, { 0x80, 1, 0 }, 1 },
    { "iopl", SYS_iopl, { 0 }, 1 },
    { "abi:i386", I386_GETPID, { 0 }, 1 },
    { "abi:x32", X32_GETPID, { 0 }, 1 },
#endif

    { "clone", CLONE, { SIGCHLD }, 0 },
    { "thread", SPAWN_THREAD, { 0 }, 0 },
    { "personality:query", SYS_personality, { 0xffffffff }, 0 },
    { "socket:AF_UNIX", SYS_socket, { 1, SOCK_STREAM, 0 }, 0 },
    { "socket:AF_INET,TCP", SYS_socket, { 2, SOCK_STREAM | SOCK_CLOEXEC, 6 }, 0 },
    { "socket:AF_INET,UDP", SYS_socket, { 2, SOCK_DGRAM, 0 }, 0 },
    { "socket:AF_INET6,TCP", SYS_socket, { 10, SOCK_STREAM, 0 }, 0 },
    { "socket:AF_NETLINK,ROUTE", SYS_socket, { 16, SOCK_RAW | SOCK_CLOEXEC, 0 }, 0 },
    { "socketpair:AF_UNIX", SYS_socketpair, { 1, SOCK_STREAM, 0, P(byte) }, 0 },
    { "memfd_create", SYS_memfd_create, { P("x"), 0 }, 0 },
    { "openat2", 437, { -100, P("/"), P(zeros), 24 }, 0 },
    { "pidfd_open", 434, { 1, 0 }, 0 },
};

static int in_thread(void *unused) {
    (void)unused;
    return 0;
}

static long special(const struct attempt *a) {
    static char stack[65536] __attribute__((aligned(16)));
    long r;
    switch (a->nr) {
    case SPAWN_THREAD:
        return clone(in_thread, stack + sizeof stack,
                CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, NULL);
    case CLONE:
        r = syscall(SYS_clone, a->arg[0], 0, 0, 0, 0);
        if (r == 0) _exit(0);
        return r;
#ifdef __x86_64__
    case I386_GETPID:
        __asm__ volatile("int $0x80" : "=a"(r) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
        if (r < 0) { errno = (int)-r; return -1; }
        return r;
    case X32_GETPID:
        return syscall(0x40000000L | SYS_getpid);
#endif
    default:
        errno = ENOSYS;
        return -1;
    }
}

static int run(const struct attempt *a) {
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) return errno;
    if (child == 0) {
        const struct rlimit none = { 0, 0 };
        setrlimit(RLIMIT_CORE, &none);
        alarm(5);
        long arg[6];
        memcpy(arg, a->arg, sizeof arg);
        if (a->nr == SYS_process_vm_readv || a->nr == SYS_process_vm_writev) arg[0] = getpid();
        long r = a->nr < 0 ? special(a) : syscall(a->nr, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
        _exit(r == -1 ? errno : 0);
    }
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) { }
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

int main(int argc, char **argv) {
    const char *group = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        const struct attempt *a = &attempts[i];
        if (*group && strcmp(group, a->refused ? "refused" : "allowed") != 0) continue;
        printf("%s %d\n", a->name, run(a));
    }
    return 0;
}
