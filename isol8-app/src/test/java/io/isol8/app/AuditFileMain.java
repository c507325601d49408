package io.isol8.app;

import io.isol8.ports.SystemClock;
import io.isol8.testkit.AuditSinkContract;
import java.nio.file.Path;

/** Writes audit records of many sizes, for a test that starts several of it. */
final class AuditFileMain {

    private static final int LONGEST = 200_000;

    private AuditFileMain() {}

    /** The arguments are the directory and how many records. */
    public static void main(String[] arguments) {
        int count = Integer.parseInt(arguments[1]);
        try (AuditFile file = new AuditFile(Path.of(arguments[0]), 90, SystemClock.INSTANCE)) {
            for (int i = 0; i < count; i++) {
                file.write(AuditSinkContract.record("x".repeat(i * 7919 % LONGEST / 6)));
            }
        }
    }
}
