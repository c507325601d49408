package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.Termination;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.testkit.InMemoryContainerRuntime;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProgramRunTest {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final byte[] CHUNK = new byte[64 * 1024];

    private final TestClock clock = new TestClock();
    private final InMemoryContainerRuntime containers = new InMemoryContainerRuntime(clock);
    private final Transcript transcript = new BufferedTranscript();

    @Test
    void aSandboxThatTalksOnAfterTheDeadlineIsGivenUp() {
        containers.onAnything(run -> run.deaf().talkOn(this::piece).hang());
        ProgramRun run = new ProgramRun(
                Phase.CODE, transcript, new Control(), clock, SecretMasker.of(List.of()), Integer.MAX_VALUE);

        try (Sandbox sandbox = containers.create(SandboxSpec.of(
                RuntimeRegistry.builtIn().get("bash"), SandboxImage.of("isol8:bash"), Isol8Options.defaults()))) {
            ProgramRun.Outcome outcome =
                    run.run(sandbox, new ProcessSpec(List.of("x"), Map.of(), "/sandbox", DEADLINE));

            assertThat(outcome.exit()).isEmpty();
            assertThat(outcome.ending().termination()).isEqualTo(Termination.TIMEOUT);
            assertThat(transcript.collected(Phase.CODE, OutputChannel.STDOUT).length())
                    .isBetween(4 << 20, 8 << 20);
        }
    }

    /** What takes its time to be said. */
    private byte[] piece() {
        clock.advance(Duration.ofMillis(100));
        return CHUNK;
    }
}
