package io.isol8.testkit;

/** Why a program in memory came to its end. */
record Ending(boolean signaled, int status, boolean deadlinePassed, boolean killed, boolean memoryKill) {

    private static final int SIGKILL = 9;

    static final Ending DEADLINE = new Ending(true, SIGKILL, true, false, false);
    static final Ending KILLED = new Ending(true, SIGKILL, false, true, false);
    static final Ending OUT_OF_MEMORY = new Ending(true, SIGKILL, false, false, true);

    static Ending exited(int status) {
        return new Ending(false, status, false, false, false);
    }

    static Ending signaled(int signal) {
        return new Ending(true, signal, false, false, false);
    }
}
