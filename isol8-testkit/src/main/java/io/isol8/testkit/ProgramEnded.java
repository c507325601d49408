package io.isol8.testkit;

/** Leaves a script whose program has ended. */
final class ProgramEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProgramEnded() {
        super("the program ended", null, false, false);
    }
}
