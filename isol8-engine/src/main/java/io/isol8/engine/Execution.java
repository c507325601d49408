package io.isol8.engine;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.OutputLimiter;
import io.isol8.domain.RandomIds;
import io.isol8.domain.ResourceUsage;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.domain.Termination;
import io.isol8.domain.Zygote;
import io.isol8.domain.mask.SecretMasker;
import io.isol8.ports.Clock;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One program in one sandbox, from its code's file to its result.
 *
 * <p>{@link #runIn} is called once, {@link #leftSandboxInOrder} after it by the same thread; {@link #cancel} by any, at
 * any time.
 */
final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    /** How long after the deadline, or after a kill, the supervisor may take to report (spec 15.2). */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** What a sandbox may still have to deliver then; one that delivers more does not enforce its deadline. */
    private static final long LAST_WORDS = 4 << 20;

    private final ExecutionRequest request;
    private final Program program;
    private final Isol8Options options;
    private final Transcript transcript;
    private final Clock clock;
    private final UUID id = RandomIds.next();
    private final SecretMasker masker;
    private final Map<OutputChannel, Output> outputs = new EnumMap<>(OutputChannel.class);

    private boolean inOrder;

    private final Object lock = new Object();
    private boolean cancelled;
    private @Nullable Thread preparing;
    private @Nullable SandboxProcess process;

    Execution(ExecutionRequest request, Program program, Isol8Options options, Transcript transcript, Clock clock) {
        this.request = request;
        this.program = program;
        this.options = options;
        this.transcript = transcript;
        this.clock = clock;
        this.masker = SecretMasker.of(options.secrets().values());
        for (OutputChannel channel : OutputChannel.values()) {
            outputs.put(channel, new Output(channel));
        }
    }

    /** Ends the program, or keeps it from starting. */
    void cancel() {
        SandboxProcess toKill;
        synchronized (lock) {
            cancelled = true;
            toKill = process;
            if (preparing != null) {
                preparing.interrupt();
            }
        }
        if (toKill != null) {
            kill(toKill);
        }
    }

    private static void kill(SandboxProcess process) {
        try {
            process.kill();
        } catch (Isol8Exception e) {
            log.debug("Nothing is left to be killed: {}", e.getMessage());
        }
    }

    private boolean isCancelled() {
        synchronized (lock) {
            return cancelled;
        }
    }

    /** Does what may take long before there is a sandbox, such as building its image; {@link #cancel} interrupts it. */
    <T> T prepare(Supplier<T> work) {
        synchronized (lock) {
            checkNotCancelled();
            preparing = Thread.currentThread();
        }
        try {
            return work.get();
        } finally {
            boolean interruptedByUs;
            synchronized (lock) {
                preparing = null;
                interruptedByUs = cancelled;
            }
            if (interruptedByUs) {
                Thread.interrupted();
            }
        }
    }

    /** @throws Isol8Exception with {@code CANCELLED} if {@link #cancel} came before the program started */
    void checkNotCancelled() {
        if (isCancelled()) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The execution was cancelled before it started.");
        }
    }

    /** Whether the supervisor reported the program's end, so that the sandbox may serve again once it is cleaned. */
    boolean leftSandboxInOrder() {
        return inOrder;
    }

    /** @throws Isol8Exception without any secret in its text */
    ExecutionResult runIn(Sandbox sandbox) {
        try {
            return run(sandbox);
        } catch (Isol8Exception e) {
            throw masked(e);
        }
    }

    /** Causes are left out where a secret was found: they may hold it, too. */
    private Isol8Exception masked(Isol8Exception failure) {
        String message = masker.mask(failure.message());
        if (message.equals(failure.message())) {
            return failure;
        }
        Isol8Exception masked = new Isol8Exception(failure.code(), message);
        masked.setStackTrace(failure.getStackTrace());
        return masked;
    }

    private ExecutionResult run(Sandbox sandbox) {
        long begin = clock.nanos();
        Duration timeout = request.timeout().orElse(options.timeout());
        program.writeTo(sandbox);
        SandboxProcess started = sandbox.spawn(new ProcessSpec(
                program.argv(),
                SandboxEnvironment.of(request.env(), options.secrets()),
                request.workdir(),
                left(begin + timeout.toNanos()),
                request.stdin().isEmpty()
                        && Zygote.canLearn(request.env().keySet())
                        && Zygote.canLearn(options.secrets().keySet()),
                request.stdin().map(text -> text.getBytes(StandardCharsets.UTF_8))));
        synchronized (lock) {
            process = started;
        }
        if (isCancelled()) {
            kill(started);
        }
        Optional<ProcessExit> exit = follow(started, begin + timeout.toNanos() + GRACE.toNanos());
        inOrder = exit.isPresent();
        return report(sandbox, exit, Duration.ofNanos(clock.nanos() - begin));
    }

    /** The time until {@code end} on the clock; at least a millisecond, as nothing would be no deadline at all. */
    private Duration left(long end) {
        long millis = TimeUnit.MILLISECONDS.toNanos(1);
        return Duration.ofMillis(Math.max(1, (end - clock.nanos() + millis - 1) / millis));
    }

    /** Takes what happens until the end, or until {@code giveUp} on the clock: then there is no exit. */
    private Optional<ProcessExit> follow(SandboxProcess running, long giveUp) {
        long patienceEnds = giveUp;
        long lastWords = 0;
        boolean interrupted = false;
        try {
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
                    interrupted = true;
                    cancel();
                    patienceEnds = Math.min(giveUp, clock.nanos() + GRACE.toNanos());
                }
            }
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The next event; none if it does not come in time, or if the sandbox was destroyed to end the execution. */
    private Optional<ProcessEvent> next(SandboxProcess running, long patienceNanos) throws InterruptedException {
        try {
            return running.poll(Duration.ofNanos(Math.max(0, patienceNanos)));
        } catch (Isol8Exception e) {
            if (e.code() == ErrorCode.SANDBOX_LOST && isCancelled()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private ExecutionResult report(Sandbox sandbox, Optional<ProcessExit> exit, Duration elapsed) {
        Ending ending = exit.map(end -> Ending.of(end, isCancelled()))
                .orElseGet(() -> isCancelled() ? Ending.CANCELLED : Ending.TIMEOUT);
        output(OutputChannel.STDOUT).finish(exit.map(ProcessExit::stdoutBytes).orElse(0L));
        output(OutputChannel.STDERR).finish(exit.map(ProcessExit::stderrBytes).orElse(0L));
        if (ending.termination() == Termination.TIMEOUT) {
            transcript.timedOut();
        }
        ExecutionResult result = new ExecutionResult(
                transcript.collected(OutputChannel.STDOUT),
                transcript.collected(OutputChannel.STDERR),
                ending.exitCode(),
                exit.map(ProcessExit::wall).orElse(elapsed).toMillis(),
                outputs.values().stream().anyMatch(Output::truncated),
                ending.termination(),
                id,
                request.runtime(),
                clock.now(),
                sandbox.id(),
                request.trackResources() ? exit.map(Execution::usage) : Optional.empty());
        transcript.ended(result);
        return result;
    }

    private Output output(OutputChannel channel) {
        Output output = outputs.get(channel);
        if (output == null) {
            throw new IllegalStateException("no output for " + channel);
        }
        return output;
    }

    /** One stream on its way to the transcript: masked, then cut, then decoded (spec 16.6). */
    private final class Output {

        private final OutputChannel channel;
        private final SecretMasker.Stream mask = masker.stream();
        private final OutputLimiter limiter = new OutputLimiter(options.maxOutputSize());

        Output(OutputChannel channel) {
            this.channel = channel;
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
                transcript.truncated(channel, limiter.notice(total));
            }
        }

        boolean truncated() {
            return limiter.truncated();
        }

        private void tell(String text) {
            if (!text.isEmpty()) {
                transcript.text(channel, text);
            }
        }
    }

    private static ResourceUsage usage(ProcessExit exit) {
        double mebibyte = 1 << 20;
        double cpuMs = exit.cpu().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1);
        double wallMs = Math.max(exit.wall().toNanos() / (double) TimeUnit.MILLISECONDS.toNanos(1), 0.001);
        return new ResourceUsage(
                100 * cpuMs / wallMs, cpuMs, exit.memoryBytes() / mebibyte, exit.peakMemoryBytes() / mebibyte, 0, 0);
    }
}
