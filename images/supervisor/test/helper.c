/* Programs with bad manners, for the tests: helper COMMAND [ARGUMENT...]. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static void must(int ok, const char *what) {
    if (!ok) {
        perror(what);
        exit(99);
    }
}

static void say(const char *text) {
    must(write(1, text, strlen(text)) == (ssize_t)strlen(text), "write");
}

/* deep N: so many directories, each in the one before, all of the same name. */
static void deep(char **args) {
    for (long n = atol(args[0]); n > 0; n--) {
        must(mkdir("d", 0700) == 0 && chdir("d") == 0, "deep");
    }
}

/* locked: directories without any permission, with things in them. */
static void locked(char **args) {
    (void)args;
    must(mkdir("a", 0700) == 0 && mkdir("a/b", 0700) == 0 && mkdir("a/b/c", 0700) == 0, "mkdir");
    int fd = open("a/b/c/file", O_CREAT | O_WRONLY, 0);
    must(fd >= 0 && chmod("a/b/c", 0) == 0 && chmod("a/b", 0) == 0 && chmod("a", 0) == 0, "chmod");
    must(symlink("/usr", "link") == 0 && mkfifo("fifo", 0) == 0 && mkdir("odd \n\xff name", 0) == 0, "odd");
}

/* many N: so many empty files. */
static void many(char **args) {
    char name[32];
    for (long n = atol(args[0]); n > 0; n--) {
        snprintf(name, sizeof name, "file-%ld", n);
        int fd = open(name, O_CREAT | O_WRONLY, 0600);
        must(fd >= 0, "many");
        close(fd);
    }
}

/* ipc: one object of every kind, not readable by anyone. */
static void ipc(char **args) {
    (void)args;
    must(shmget(1, 4096, IPC_CREAT) >= 0, "shmget");
    must(semget(1, 1, IPC_CREAT) >= 0, "semget");
    must(msgget(1, IPC_CREAT) >= 0, "msgget");
    must(mq_open("/left", O_CREAT | O_RDWR, 0, NULL) >= 0, "mq_open");
    must(open("/dev/shm/left", O_CREAT | O_RDWR, 0) >= 0, "shm");
}

/* Some kernels have no user attributes on a tmpfs: then there is nothing to leave behind. */
static void attributes(char **args) {
    (void)args;
    /* Version 2; entries of tag, rights and id: owner, user 200, group, mask, others. */
    static const unsigned char acl[] = {
        2, 0, 0, 0, 1,  0, 7, 0, 255, 255, 255, 255, 2,  0, 7, 0, 200, 0,   0,   0,   4, 0,
        5, 0, 255, 255, 255, 255, 16, 0, 7, 0, 255, 255, 255, 255, 32, 0, 0, 0, 255, 255, 255, 255};
    if (setxattr("/sandbox", "user.left", "x", 1, 0) < 0) {
        must(errno == EOPNOTSUPP, "user attribute");
    }
    must(setxattr("/sandbox", "system.posix_acl_access", acl, sizeof acl, 0) == 0, "access list");
    must(setxattr("/sandbox", "system.posix_acl_default", acl, sizeof acl, 0) == 0, "default list");
    int fd = open("/sandbox", O_RDONLY | O_DIRECTORY), flags;
    if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
        flags |= FS_NODUMP_FL;
        must(ioctl(fd, FS_IOC_SETFLAGS, &flags) == 0, "flags");
    }
    must(chmod("/sandbox", 0) == 0, "chmod");
}

/* What can be seen of it later: names of attributes, mode, flags. */
static void look(char **args) {
    (void)args;
    char names[1024];
    struct stat st;
    int flags = 0, fd = open("/sandbox", O_RDONLY | O_DIRECTORY);
    must(fd >= 0 && fstat(fd, &st) == 0, "look");
    ioctl(fd, FS_IOC_GETFLAGS, &flags);
    printf("%zd %o %x\n", flistxattr(fd, names, sizeof names), st.st_mode & 07777, flags);
}

/* daemon [FILE]: leaves behind a process that has left session and parent and ignores what it can. */
static void daemonize(char **args) {
    int ready[2];
    char c;
    must(pipe(ready) == 0, "pipe");
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            setsid();
            for (int s = 1; s < 65; s++) {
                signal(s, SIG_IGN);
            }
            if (args[0] != NULL) {
                int fd = open(args[0], O_CREAT | O_WRONLY, 0600);
                dprintf(fd, "%d\n", (int)getpid());
            }
            must(write(ready[1], "x", 1) == 1, "ready");
            for (;;) {
                pause();
            }
        }
        _exit(0);
    }
    must(read(ready[0], &c, 1) == 1, "ready");
}

/* Sends itself and the others over a socket, whose other end gets them all. */
static void send_all(int over, const int *fds, size_t count) {
    union {
        char space[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr header;
    } control = {0};
    struct msghdr message = {.msg_iov = &(struct iovec){"x", 1}, .msg_iovlen = 1, .msg_control = control.space};
    message.msg_controllen = CMSG_SPACE(count * sizeof(int));
    control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    memcpy(CMSG_DATA(&control.header), fds, count * sizeof(int));
    must(sendmsg(over, &message, 0) == 1, "sendmsg");
}

/* entangle: leaves sockets that hold each other, one with a name, and memory that nobody else has. */
static void entangle(char **args) {
    (void)args;
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "\0left"};
    int ends[2], named = socket(AF_UNIX, SOCK_STREAM, 0);
    must(named >= 0 && bind(named, (struct sockaddr *)&name, sizeof name) == 0 && listen(named, 1) == 0, "named");
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0, "socketpair");
    int memory = memfd_create("left", 0);
    must(memory >= 0 && posix_fallocate(memory, 0, 1 << 20) == 0, "memory");
    send_all(ends[0], (int[]){ends[0], named, memory}, 3);
    send_all(ends[1], (int[]){ends[1]}, 1);
}

static void *beat(void *arg) {
    for (;;) {
        pause();
    }
    return arg;
}

/* headless: its first thread ends, another one goes on. */
static void headless(char **args) {
    (void)args;
    pthread_t other;
    must(pthread_create(&other, NULL, beat, NULL) == 0, "thread");
    say("headless\n");
    syscall(SYS_exit, 0);
}

/* bomb: forks for ever, in sessions of their own. The limit is for the machine's sake. */
static void bomb(char **args) {
    (void)args;
    struct rlimit limit = {200, 200};
    setrlimit(RLIMIT_NPROC, &limit);
    say("bomb\n");
    for (;;) {
        if (fork() == 0) {
            setsid();
        }
    }
}

/* swap DIR LINK: exchanges the two names for ever. */
static void swap(char **args) {
    say("swapping\n");
    for (;;) {
        syscall(SYS_renameat2, AT_FDCWD, args[0], AT_FDCWD, args[1], 2 /* RENAME_EXCHANGE */);
    }
}

/* spew N [FD]: so many bytes 0, 1, ..., 250, 0, ... */
static void spew(char **args) {
    static unsigned char data[251 * 256];
    for (size_t i = 0; i < sizeof data; i++) {
        data[i] = (unsigned char)(i % 251);
    }
    int fd = args[1] == NULL ? 1 : atoi(args[1]);
    for (long left = atol(args[0]); left > 0;) {
        ssize_t n = 0, most = left < (long)sizeof data ? left : (long)sizeof data;
        while (n < most) {
            ssize_t w = write(fd, data + n, (size_t)(most - n));
            must(w > 0, "spew");
            n += w;
        }
        left -= n;
    }
}

/* slow [FD]: reads it, standard input else, in small parts with pauses, says how much it was and its sum. */
static void slow(char **args) {
    int fd = args[0] == NULL ? 0 : atoi(args[0]);
    unsigned char data[65536];
    uint64_t count = 0, sum = 0;
    for (ssize_t n; (n = read(fd, data, sizeof data)) > 0;) {
        for (ssize_t i = 0; i < n; i++) {
            sum = sum * 31 + data[i];
        }
        count += (uint64_t)n;
        nanosleep(&(struct timespec){0, 200000}, NULL);
    }
    printf("%llu %llx\n", (unsigned long long)count, (unsigned long long)sum);
}

/* bytes: its arguments, environment and directory, exactly. */
static void show(char **args) {
    for (; *args != NULL; args++) {
        printf("[%s]", *args);
    }
    for (char **e = environ; *e != NULL; e++) {
        printf("<%s>", *e);
    }
    char dir[4096];
    printf("{%s}", getcwd(dir, sizeof dir));
}

/* writer FD: goes on writing after its parent has ended. */
static void writer(char **args) {
    if (fork() == 0) {
        for (;;) {
            if (write(atoi(args[0]), "late\n", 5) != 5) {
                _exit(0);
            }
        }
    }
}

/* fds: the descriptors that it was started with. */
static void fds(char **args) {
    (void)args;
    for (int fd = 0; fd < 1024; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) {
            printf("%d ", fd);
        }
    }
    for (int s = 1; s < 65; s++) {
        struct sigaction a;
        if (sigaction(s, NULL, &a) == 0 && a.sa_handler == SIG_IGN) {
            printf("ignores %d ", s);
        }
    }
}

/* forge: tries to reach the supervisor itself. */
static void forge(char **args) {
    (void)args;
    printf("%d %d %d %d", open("/proc/1/fd/1", O_WRONLY) < 0, open("/proc/1/mem", O_RDWR) < 0, kill(1, SIGKILL) < 0,
           setresuid(0, 0, 0) < 0);
}

/* loopback: brings the interface up, as the container engine does. */
static void loopback(char **args) {
    (void)args;
    struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
    must(ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFFLAGS, &lo) == 0, "loopback");
}

/* A connection to the way out; exit code 3 if it is refused. */
static int connect_out(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8118)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(fd >= 0, "socket");
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        must(errno == ECONNREFUSED, "connect");
        exit(3);
    }
    return fd;
}

/* connected PROGRAM...: becomes the program, with a connection out as its descriptor 3. */
static void connected(char **args) {
    int fd = connect_out();
    must(dup2(fd, 3) == 3 && (fd == 3 || close(fd) == 0), "dup2");
    execvp(args[0], args);
    must(0, "exec");
}

/* steal: listens where the supervisor would. */
static void steal(char **args) {
    (void)args;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(8118)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    must(bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 1) == 0, "steal");
    say("mine\n");
    pause();
}

/* shut FD: is done sending. */
static void shut(char **args) {
    must(shutdown(atoi(args[0]), SHUT_WR) == 0, "shutdown");
}

/* crowd N: so many connections at once; says what came back through how many of them. */
static void crowd(char **args) {
    enum { MOST = 1024 };
    static int fds[MOST];
    int n = atoi(args[0]), right = 0;
    for (int i = 0; i < n && i < MOST; i++) {
        fds[i] = connect_out();
        must(write(fds[i], &i, sizeof i) == sizeof i, "write");
    }
    for (int i = 0; i < n && i < MOST; i++) {
        int back = -1;
        must(shutdown(fds[i], SHUT_WR) == 0, "shutdown");
        right += recv(fds[i], &back, sizeof back, MSG_WAITALL) == sizeof back && back == i && read(fds[i], &back, 1) == 0;
        close(fds[i]);
    }
    printf("%d\n", right);
}

/* swarm N: so many connections, one after the other, each reset by its own side. */
static void swarm(char **args) {
    for (long n = atol(args[0]); n > 0; n--) {
        int fd = connect_out();
        must(write(fd, "x", 1) == 1, "write");
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
        close(fd);
    }
}

/* old-kernel PROGRAM: becomes the program, which finds no openat2. */
static void old_kernel(char **args) {
    struct sock_filter code[] = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                                 BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
                                 BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
                                 BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0, "seccomp");
    execv(args[0], args);
    must(0, "exec");
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*run)(char **);
    } commands[] = {
        {"deep", deep},
        {"locked", locked},
        {"many", many},
        {"ipc", ipc},
        {"attributes", attributes},
        {"look", look},
        {"daemon", daemonize},
        {"entangle", entangle},
        {"headless", headless},
        {"bomb", bomb},
        {"swap", swap},
        {"spew", spew},
        {"slow", slow},
        {"show", show},
        {"writer", writer},
        {"fds", fds},
        {"forge", forge},
        {"loopback", loopback},
        {"connected", connected},
        {"steal", steal},
        {"shut", shut},
        {"crowd", crowd},
        {"swarm", swarm},
        {"old-kernel", old_kernel},
    };
    for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            commands[i].run(argv + 2);
            return 0;
        }
    }
    return 98;
}
