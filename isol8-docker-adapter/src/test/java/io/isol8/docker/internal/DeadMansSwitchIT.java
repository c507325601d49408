package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever ends the process of isol8, its containers go with it. */
@Timeout(180)
class DeadMansSwitchIT {

    /** Starts a JVM that runs a program, kills it with SIGKILL and tells the instance that it was. */
    private static String instanceOfKilledJvm(boolean asShipped) throws IOException, InterruptedException {
        TestDocker.spec("bash");
        String word = HostProcesses.uniqueSleep();
        ProcessBuilder builder = ChildJvm.of(List.of(), SleepingProgramMain.class, Boolean.toString(asShipped))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put(SleepingProgramMain.SLEEP, word);
        Process jvm = builder.start();
        try {
            HostProcesses.awaitCount(word, 1);
            String container =
                    HostProcesses.containerOf(HostProcesses.withArgument(word).get(0));
            return TestDocker.inspect(container)
                    .at("/Config/Labels")
                    .path(Labels.INSTANCE)
                    .asText();
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }

    @Test
    void aKilledProcessLeavesNoContainer() throws IOException, InterruptedException {
        String instance = instanceOfKilledJvm(true);

        assertThat(instance).isNotBlank();
        await().atMost(TestDocker.PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> TestDocker.containersOf(instance).isEmpty());
    }

    @Test
    void itIsStdinOnceThatSeesToIt() throws IOException, InterruptedException {
        String instance = instanceOfKilledJvm(false);
        try {
            await().during(Duration.ofSeconds(3))
                    .atMost(TestDocker.PATIENCE)
                    .until(() -> TestDocker.containersOf(instance).size() == 1);
        } finally {
            TestDocker.containersOf(instance).forEach(TestDocker::remove);
        }
    }
}
