package io.isol8.testkit;

import static org.awaitility.Awaitility.await;

import io.isol8.ports.ContainerRuntime;
import java.time.Duration;

/** A container runtime under test, and how somebody else sees its sandboxes. */
public interface SandboxesUnderTest {

    /** The same one throughout a test. It may serve many tests. */
    ContainerRuntime runtime();

    /** How many sandboxes of the runtime exist. */
    int count();

    /** Removes the sandboxes of the runtime that were left. */
    void removeLeft();

    /** Lets so much time pass for the sandboxes, seconds at the most; real time unless they are on a clock of the test's. */
    default void letPass(Duration time) {
        await().pollDelay(time).until(() -> true);
    }
}
