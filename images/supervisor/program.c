#include "program.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drain.h"
#include "out.h"
#include "procs.h"
#include "spawn.h"
#include "stream.h"
#include "usage.h"
#include "zygote.h"

enum {
    PROGRAMS = 16,
    NAME = 64,
    TICK_US = 2000,          /* between two looks while processes are dying */
    PATIENCE_US = 2 * 1000000 /* then EXIT is sent although something does not die */
};

enum state {
    FREE,
    RUNNING, /* its main process lives */
    CLEARING, /* that has ended; others are being killed, unless they are kept */
    DRAINING, /* nothing writes any more; what is in the pipes goes out */
};

struct program {
    enum state state;
    uint32_t channel;
    pid_t pid;
    bool keep;
    bool hunting;      /* keep: what the run started is being killed */
    bool deadline_set; /* and not yet passed */
    uint8_t flags;     /* of EXIT */
    int report;
    int status;
    char name[NAME]; /* for the text if it cannot be started */
    struct input in;
    struct output out[2];
    struct snapshot before; /* keep: who was there already */
    uint64_t started, deadline, ended;
    uint64_t give_up; /* when what does not die is not waited for any more; 0: nothing is dying */
    struct cpu_time cpu_before;
    uint64_t oom_before;
    uint64_t max_rss_kb;
};

static struct program programs[PROGRAMS];

static struct program *find(uint32_t channel) {
    for (int i = 0; i < PROGRAMS; i++) {
        if (programs[i].state != FREE && programs[i].channel == channel) {
            return &programs[i];
        }
    }
    return NULL;
}

bool program_on(uint32_t channel) {
    return find(channel) != NULL;
}

bool programs_none(void) {
    for (int i = 0; i < PROGRAMS; i++) {
        if (programs[i].state != FREE) {
            return false;
        }
    }
    return true;
}

static void release(struct program *p) {
    input_close(&p->in);
    for (int i = 0; i < 2; i++) {
        loop_close(&p->out[i].watch);
    }
    close(p->report);
    snapshot_free(&p->before);
    p->state = FREE;
}

void program_spawn(uint32_t channel, const struct spawn_request *request) {
    struct program *p = NULL;
    for (int i = 0; i < PROGRAMS && p == NULL; i++) {
        p = programs[i].state == FREE ? &programs[i] : NULL;
    }
    if (p == NULL) {
        out_error(channel, 0, "too many programs at a time");
        return;
    }
    *p = (struct program){.channel = channel, .started = now_us(), .cpu_before = usage_reaped};
    struct child child;
    bool taken = zygote_take(request, &child); /* or it has ended, before anybody is counted */
    p->flags = taken ? EXIT_ZYGOTE : 0;
    p->keep = (request->flags & SPAWN_KEEP) != 0;
    p->oom_before = usage_oom_kills();
    strncpy(p->name, request->argv[0], NAME - 1);
    if (p->keep && !snapshot_take(&p->before)) {
        snapshot_free(&p->before);
        out_error(channel, ENOMEM, "cannot start %s", p->name);
        return;
    }
    int err = taken ? 0 : spawn_start(request, &child);
    if (err != 0) {
        snapshot_free(&p->before);
        out_error(channel, err, "cannot start %s", p->name);
        return;
    }
    p->state = RUNNING;
    p->pid = child.pid;
    p->report = child.report;
    p->deadline_set = request->deadline_ms != 0;
    p->deadline = p->started + (uint64_t)request->deadline_ms * 1000;
    input_open(&p->in, child.in, channel);
    output_open(&p->out[0], child.out, STDOUT, channel, request->credit[0]);
    output_open(&p->out[1], child.err, STDERR, channel, request->credit[1]);
}

/* Kills what the run started and stops waiting for credit. The flag counts only while it runs. */
static void kill_run(struct program *p, uint8_t flag) {
    p->out[0].impatient = p->out[1].impatient = true;
    if (p->state == RUNNING) {
        p->flags |= flag;
        p->give_up = now_us() + PATIENCE_US;
    } else if (flag == EXIT_DEADLINE) {
        return; /* it ended in time; only the wait for credit ends here */
    }
    if (p->keep) {
        p->hunting = true;
    } else if (p->state != DRAINING) {
        procs_kill_all();
    }
}

static void send_signal(const struct program *p, int number) {
    /* Before the child has its own group only the child itself can be reached. */
    if (p->state == RUNNING && kill(-p->pid, number) < 0) {
        kill(p->pid, number);
    }
}

const char *program_frame(uint32_t channel, uint8_t type, const struct request *request) {
    struct program *p = find(channel);
    switch (type) {
        case STDIN:
            return input_add(&p->in, request->bytes.data, request->bytes.size) ? NULL : "STDIN beyond the window";
        case STDIN_END:
            input_end(&p->in);
            return NULL;
        case SIGNAL:
            send_signal(p, request->signal);
            return NULL;
        case KILL:
            kill_run(p, EXIT_KILLED);
            return NULL;
        case CREDIT:
            if (request->credit.stream == STREAM_FILE) {
                return "credit for file data on a program's channel";
            }
            p->out[request->credit.stream - STREAM_OUT].credit += request->credit.bytes;
            return NULL;
        case DISCARD:
            p->out[request->stream - STREAM_OUT].discard = true;
            return NULL;
        default:
            return "frame on a program's channel that does not belong there";
    }
}

static void could_not_start(struct program *p, const struct spawn_failure *f) {
    switch (f->stage) {
        case 'x':
            out_error(p->channel, f->err, "cannot run %s", p->name);
            break;
        case 'c':
            out_error(p->channel, f->err, "cannot enter the working directory of %s", p->name);
            break;
        default:
            out_error(p->channel, f->err, "cannot become the sandbox user for %s", p->name);
    }
    release(p);
}

void programs_reaped(pid_t pid, int status, const struct rusage *ru) {
    usage_add(ru);
    for (int i = 0; i < PROGRAMS; i++) {
        struct program *p = &programs[i];
        if (p->state != FREE && (uint64_t)ru->ru_maxrss > p->max_rss_kb) {
            p->max_rss_kb = (uint64_t)ru->ru_maxrss;
        }
        if (p->state != RUNNING || p->pid != pid) {
            continue;
        }
        input_close(&p->in);
        struct spawn_failure failure;
        if (spawn_failed(p->report, &failure)) {
            could_not_start(p, &failure);
            continue;
        }
        p->state = CLEARING;
        p->status = status;
        p->ended = now_us();
        p->give_up = p->ended + PATIENCE_US;
    }
}

static void send_exit(const struct program *p) {
    uint8_t payload[80];
    struct writer w = {payload, 0, sizeof payload};
    bool signalled = WIFSIGNALED(p->status);
    bool oom = usage_oom_kills() != p->oom_before;
    put_u8(&w, signalled);
    put_u8(&w, p->flags | (oom ? EXIT_OOM : 0));
    put_u32(&w, (uint32_t)(signalled ? WTERMSIG(p->status) : WEXITSTATUS(p->status)));
    put_u64(&w, p->ended - p->started);
    put_u64(&w, usage_reaped.user_us - p->cpu_before.user_us);
    put_u64(&w, usage_reaped.system_us - p->cpu_before.system_us);
    put_u64(&w, p->max_rss_kb * 1024);
    put_u64(&w, usage_memory());
    put_u64(&w, usage_memory_peak());
    put_u64(&w, p->out[0].total);
    put_u64(&w, p->out[1].total);
    out_frame(EXIT, p->channel, payload, w.size);
}

static void finish(struct program *p) {
    bool out = output_finish(&p->out[0]);
    bool err = output_finish(&p->out[1]);
    if (!out || !err) {
        return;
    }
    send_exit(p);
    for (int i = 0; i < 2 && p->keep; i++) {
        if (p->out[i].watch.fd >= 0) {
            drain_adopt(loop_release(&p->out[i].watch));
        }
    }
    release(p);
}

static void step(struct program *p, uint64_t now) {
    if (p->deadline_set && now >= p->deadline) {
        p->deadline_set = false;
        kill_run(p, EXIT_DEADLINE);
    }
    if (p->hunting) {
        p->hunting = !procs_kill_newer(&p->before);
    }
    if (p->state == RUNNING && p->give_up != 0 && now >= p->give_up) {
        p->status = SIGKILL; /* as wait4 would put it: that is what it has been sent */
        p->ended = now;
        p->state = CLEARING;
        input_close(&p->in);
    }
    if (p->state == CLEARING) {
        bool clear = p->keep ? !p->hunting : procs_kill_all();
        if (clear || now >= p->give_up) {
            p->state = DRAINING;
            output_end(&p->out[0]);
            output_end(&p->out[1]);
        }
    }
    if (p->state == DRAINING && (!p->hunting || now >= p->give_up)) {
        finish(p);
    }
}

void programs_step(void) {
    uint64_t now = now_us();
    for (int i = 0; i < PROGRAMS; i++) {
        if (programs[i].state != FREE) {
            step(&programs[i], now);
        }
    }
}

void programs_arm(void) {
    for (int i = 0; i < PROGRAMS; i++) {
        if (programs[i].state != FREE) {
            output_arm(&programs[i].out[0]);
            output_arm(&programs[i].out[1]);
        }
    }
}

uint64_t programs_wake_at(void) {
    uint64_t at = 0;
    for (int i = 0; i < PROGRAMS; i++) {
        const struct program *p = &programs[i];
        uint64_t mine = p->deadline_set ? p->deadline : 0;
        if (p->hunting || p->state == CLEARING) {
            mine = now_us() + TICK_US;
        } else if (p->state == RUNNING && p->give_up != 0 && (mine == 0 || p->give_up < mine)) {
            mine = p->give_up;
        }
        if (p->state != FREE && mine != 0 && (at == 0 || mine < at)) {
            at = mine;
        }
    }
    return at;
}

void programs_end(void) {
    for (int i = 0; i < PROGRAMS; i++) {
        struct program *p = &programs[i];
        if (p->state != FREE) {
            p->keep = p->hunting = false;
            p->give_up = p->give_up != 0 ? p->give_up : now_us() + PATIENCE_US;
            p->out[0].impatient = p->out[1].impatient = true;
        }
    }
    procs_kill_all();
}
