#include "reset.h"

#include <stdio.h>
#include <string.h>

#include "drain.h"
#include "egress.h"
#include "files.h"
#include "frame.h"
#include "loop.h"
#include "out.h"
#include "procs.h"
#include "program.h"
#include "roots.h"
#include "sockets.h"
#include "sweep.h"
#include "sysv.h"
#include "zygote.h"

enum {
    PATIENCE_US = 3 * 1000000, /* longer than a program's own, which sends its EXIT first */
    TICK_US = 2000,
    OPERATIONS = 512, /* about a millisecond */
    LEFT = 512,       /* bytes of the text that says what is left */
};

static enum { IDLE, ENDING, SWEEPING } state;
static uint32_t channel;
static uint64_t give_up;
static int root;
static char left[LEFT];

/* Not on the stack, and untouched pages cost nothing. */
static struct sweep sweep;

bool reset_running(void) {
    return state != IDLE;
}

bool reset_on(uint32_t c) {
    return state != IDLE && channel == c;
}

uint64_t reset_wake_at(void) {
    return state == ENDING ? now_us() + TICK_US : 0;
}

void reset_start(uint32_t c) {
    channel = c;
    give_up = now_us() + PATIENCE_US;
    left[0] = 0;
    state = ENDING;
    egress_end();
    files_end();
    zygote_end();
    programs_end();
    drain_close_all();
}

static void report(const char *what) {
    if (left[0] == 0) {
        snprintf(left, sizeof left, "%s", what);
    }
}

static void report_stuck(void) {
    char text[LEFT];
    snprintf(text, sizeof text, "%s: %s (%s)", root_paths[root], sweep.stuck, strerror(sweep.err));
    report(text);
}

/* The next directory that is there and not empty already. */
static bool next_root(void) {
    for (; root < ROOTS; root++) {
        if (root_fds[root] >= 0 && !sweep_is_empty(root_fds[root])) {
            sweep_start(&sweep, root_fds[root]);
            return true;
        }
    }
    return false;
}

static void finish(void) {
    if (!sysv_none()) {
        sysv_remove();
    }
    if (!sysv_none()) {
        report("System V IPC objects");
    }
    const char *wrong = roots_restore_sandbox();
    if (wrong != NULL) {
        report(wrong);
    }
    for (int i = 0; i < ROOTS; i++) {
        if (root_fds[i] >= 0 && !sweep_is_empty(root_fds[i])) {
            report(root_paths[i]);
        }
    }
    if (!procs_kill_all()) {
        report("processes");
    }
    uint8_t payload[LEFT + 8];
    struct writer w = {payload, 0, sizeof payload};
    put_u8(&w, left[0] == 0);
    put_str(&w, left);
    out_frame(RESET_DONE, channel, payload, w.size);
    state = IDLE;
    if (left[0] == 0) {
        zygote_clean();
    }
}

bool reset_step(void) {
    if (state == ENDING) {
        bool ended = procs_kill_all() && programs_none();
        if (!ended || !sockets_gone()) {
            if (now_us() < give_up) {
                return false;
            }
            report(ended ? "sockets" : "processes");
        }
        state = SWEEPING;
        root = 0;
        const char *wrong = roots_restore_sandbox(); /* or it may not be writable */
        if (wrong != NULL) {
            report(wrong);
        }
        if (!next_root()) {
            finish();
        }
    } else if (state == SWEEPING) {
        enum sweep_result result = sweep_step(&sweep, OPERATIONS);
        if (result == SWEEP_STUCK) {
            report_stuck();
        }
        if (result != SWEEP_MORE) {
            sweep_stop(&sweep);
            root++;
            if (!next_root()) {
                finish();
            }
        }
    }
    return state == SWEEPING;
}
