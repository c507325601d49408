package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.OutputLimiter;
import io.isol8.domain.Phase;
import io.isol8.domain.Termination;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.ports.Clock;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One process of an execution, the program or a setup script, from its start to its end: what it writes goes to the
 * transcript masked, then cut, then decoded (spec 16.6). For one thread and one run.
 */
final class ProgramRun {

    /** How long after the deadline, or after a kill, the supervisor may take to report (spec 15.2). */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What a sandbox may still have to deliver then; one that delivers more does not enforce its deadline. */
    private static final long LAST_WORDS = 4 << 20;

    private final Phase phase;
    private final Transcript transcript;
    private final Control control;
    private final Clock clock;
    private final Map<OutputChannel, Output> outputs = new EnumMap<>(OutputChannel.class);
    private boolean interrupted;

    /**
     * @param maxOutputSize bytes of each stream that are kept
     */
    ProgramRun(
            Phase phase, Transcript transcript, Control control, Clock clock, SecretMasker masker, int maxOutputSize) {
        this.phase = phase;
        this.transcript = transcript;
        this.control = control;
        this.clock = clock;
        for (OutputChannel channel : OutputChannel.values()) {
            outputs.put(channel, new Output(channel, masker, maxOutputSize));
        }
    }

    /**
     * How it went.
     *
     * @param exit what the supervisor reported; if it did not, the sandbox is good for nothing any more
     * @param wall wall time
     * @param truncated whether either stream was cut
     */
    record Outcome(Ending ending, Optional<ProcessExit> exit, Duration wall, boolean truncated) {}

    /**
     * Runs it to its end. A deadline that passes, or a cancellation, is told by the outcome.
     *
     * @throws Isol8Exception if it could not be started, or the sandbox died
     */
    Outcome run(Sandbox sandbox, ProcessSpec spec) {
        long begin = clock.nanos();
        transcript.deadline(begin + spec.deadline().toNanos());
        SandboxProcess started = sandbox.spawn(spec);
        control.started(started, phase == Phase.CODE);
        try {
            long giveUp = begin + spec.deadline().toNanos() + GRACE.toNanos();
            Optional<ProcessExit> exit = follow(started, giveUp);
            return outcome(exit, Duration.ofNanos(clock.nanos() - begin));
        } finally {
            control.ended();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes what happens until the end, or until {@code giveUp} on the clock: then there is no exit. */
    private Optional<ProcessExit> follow(SandboxProcess running, long giveUp) {
        long patienceEnds = giveUp;
        long lastWords = 0;
        while (lastWords <= LAST_WORDS) {
            try {
                Optional<ProcessEvent> event = next(running, patienceEnds - clock.nanos());
                if (event.isEmpty()) {
                    return Optional.empty();
                }
                if (event.get() instanceof ProcessEvent.Ended ended) {
                    return Optional.of(ended.exit());
                }
                ProcessEvent.Output output = (ProcessEvent.Output) event.get();
                output(output.channel()).take(output.bytes(), running);
                lastWords += clock.nanos() < patienceEnds ? 0 : output.bytes().length;
            } catch (InterruptedException e) {
                interrupted |= !control.isCancelled();
                control.cancel();
                patienceEnds = Math.min(patienceEnds, clock.nanos() + GRACE.toNanos());
            }
        }
        return Optional.empty();
    }

    /** The next event; none if it does not come in time, or if the sandbox was destroyed to end the execution. */
    private Optional<ProcessEvent> next(SandboxProcess running, long patienceNanos) throws InterruptedException {
        try {
            return running.poll(Duration.ofNanos(Math.max(0, patienceNanos)));
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.SANDBOX_LOST && control.isCancelled()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Outcome outcome(Optional<ProcessExit> exit, Duration elapsed) {
        Ending ending = exit.map(end -> Ending.of(end, control.isCancelled()))
                .orElseGet(() -> control.isCancelled() ? Ending.CANCELLED : Ending.TIMEOUT);
        output(OutputChannel.STDOUT).finish(exit.map(ProcessExit::stdoutBytes).orElse(0L));
        output(OutputChannel.STDERR).finish(exit.map(ProcessExit::stderrBytes).orElse(0L));
        if (ending.termination() == Termination.TIMEOUT) {
            transcript.timedOut(phase);
        }
        return new Outcome(
                ending,
                exit,
                exit.map(ProcessExit::wall).orElse(elapsed),
                outputs.values().stream().anyMatch(Output::truncated));
    }

    private Output output(OutputChannel channel) {
        Output output = outputs.get(channel);
        if (output == null) {
            throw new IllegalStateException("no output for " + channel);
        }
        return output;
    }

    /** One stream on its way to the transcript. */
    private final class Output {

        private final OutputChannel channel;
        private final SecretMasker.Stream mask;
        private final OutputLimiter limiter;

        Output(OutputChannel channel, SecretMasker masker, int maxOutputSize) {
            this.channel = channel;
            this.mask = masker.stream();
            this.limiter = new OutputLimiter(maxOutputSize);
        }

        void take(byte[] bytes, SandboxProcess running) {
            boolean wasTruncated = limiter.truncated();
            tell(limiter.accept(mask.accept(bytes)));
            if (limiter.truncated() && !wasTruncated) {
                running.discard(channel);
            }
        }

        void finish(long total) {
            tell(limiter.accept(mask.finish()));
            tell(limiter.finish());
            if (limiter.truncated()) {
                transcript.truncated(phase, channel, limiter.notice(total));
            }
        }

        boolean truncated() {
            return limiter.truncated();
        }

        private void tell(String text) {
            if (!text.isEmpty()) {
                transcript.text(phase, channel, text);
            }
        }
    }
}
