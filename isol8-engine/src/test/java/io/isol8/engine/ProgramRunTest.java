package io.isol8.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.OutputChannel;
import io.isol8.domain.Phase;
import io.isol8.domain.Signal;
import io.isol8.domain.Termination;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.ports.EgressGate;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import io.isol8.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgramRunTest {

    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final byte[] CHUNK = new byte[64 * 1024];

    private final TestClock clock = new TestClock();
    private final AtomicLong taken = new AtomicLong();

    @Test
    void aSandboxThatTalksOnAfterTheDeadlineIsGivenUp() {
        ProgramRun run = new ProgramRun(
                Phase.CODE,
                new BufferedTranscript(),
                new Control(),
                clock,
                SecretMasker.of(List.of()),
                Integer.MAX_VALUE);

        ProgramRun.Outcome outcome =
                run.run(new TalkingSandbox(), new ProcessSpec(List.of("x"), Map.of(), "/sandbox", DEADLINE));

        assertThat(outcome.exit()).isEmpty();
        assertThat(outcome.ending().termination()).isEqualTo(Termination.TIMEOUT);
        assertThat(taken).satisfies(bytes -> assertThat(bytes.get()).isBetween(4L << 20, 8L << 20));
    }

    /** Its program neither ends at its deadline nor ever stops talking. */
    private final class TalkingSandbox implements Sandbox, SandboxProcess {

        @Override
        public String id() {
            return "talking";
        }

        @Override
        public SandboxProcess spawn(ProcessSpec program) {
            return this;
        }

        @Override
        public Optional<ProcessEvent> poll(Duration patience) {
            clock.advance(Duration.ofMillis(100));
            taken.addAndGet(CHUNK.length);
            return Optional.of(new ProcessEvent.Output(OutputChannel.STDOUT, CHUNK));
        }

        @Override
        public void openEgress(EgressGate gate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SandboxFiles files() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean reset() {
            return false;
        }

        @Override
        public void whenGone(Runnable action) {}

        @Override
        public void leave() {}

        @Override
        public void close() {}

        @Override
        public void discard(OutputChannel channel) {}

        @Override
        public void writeStdin(byte[] bytes) {}

        @Override
        public void endStdin() {}

        @Override
        public void signal(Signal signal) {}

        @Override
        public void kill() {}
    }
}
