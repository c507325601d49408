package io.isol8.docker.internal;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.ports.Isol8Engine;
import java.time.Duration;

/** Runs a program that sleeps, in a JVM that is going to be killed. */
final class SleepingProgramMain {

    /** In the environment, where nobody takes it for the program's argument: for how long the program sleeps. */
    static final String SLEEP = "ISOL8_TEST_SLEEP";

    private SleepingProgramMain() {}

    /** The argument: whether Docker ends a container's input when we are gone. */
    public static void main(String[] args) {
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .code("trap '' TERM HUP; sleep " + System.getenv(SLEEP))
                .timeout(Duration.ofMinutes(5))
                .build();
        try (Isol8Engine engine = Boolean.parseBoolean(args[0]) ? DockerIsol8.create() : withoutTheSwitch()) {
            engine.execute(request);
        }
    }

    private static Isol8Engine withoutTheSwitch() {
        return OwnContainers.changed(config -> config.put("StdinOnce", false)).engine(Isol8Options.defaults(), 1);
    }
}
