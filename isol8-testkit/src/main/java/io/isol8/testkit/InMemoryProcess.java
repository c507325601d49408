package io.isol8.testkit;

import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.Signal;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.SandboxProcess;
import io.isol8.ports.Tunnel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A script that runs as a program. Thread-safe. */
final class InMemoryProcess implements SandboxProcess {

    private static final byte[] NOTHING = {};
    private static final int WINDOW = 256 * 1024;
    private static final long MEMORY = 8 << 20;

    private final InMemorySandbox sandbox;
    private final TestClock clock;
    private final Outbox outbox;
    private final Inbox inbox;
    private final long begin;
    private final Thread thread;
    private final Runnable cancelDeadline;
    private final boolean keep;
    private final Set<Tunnel> connections = ConcurrentHashMap.newKeySet();
    private final Set<Signal> caught = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean deaf;
    private volatile Duration cpu = Duration.ZERO;
    private volatile long peakMemory = MEMORY;

    InMemoryProcess(InMemorySandbox sandbox, TestClock clock, ProcessSpec spec, Script script) {
        this.sandbox = sandbox;
        this.clock = clock;
        this.outbox = new Outbox(clock, WINDOW);
        this.inbox = new Inbox(spec.stdin().orElse(NOTHING), spec.interactive());
        this.keep = spec.keep();
        this.begin = clock.nanos();
        this.thread =
                new Thread(() -> run(script, new ScriptedRun(this, sandbox, clock, spec)), "program " + spec.argv());
        this.thread.setDaemon(true);
        this.cancelDeadline = clock.schedule(spec.deadline(), () -> endByForce(Ending.DEADLINE));
    }

    void start() {
        thread.start();
    }

    private void run(Script script, ScriptedRun run) {
        try {
            script.run(run);
            end(Ending.exited(0));
        } catch (ProgramEnded | InterruptedException e) {
            // it said how it ended, or was killed; both are reported already
        } catch (RuntimeException | AssertionError e) {
            sandbox.die("the script failed: " + e);
        }
    }

    @Override
    public Optional<ProcessEvent> poll(Duration patience) throws InterruptedException {
        return outbox.poll(patience);
    }

    @Override
    public void discard(OutputChannel channel) {
        sandbox.checkAlive();
        outbox.discard(channel);
    }

    @Override
    public void writeStdin(byte[] bytes) throws InterruptedException {
        sandbox.checkAlive();
        inbox.write(bytes);
        sandbox.checkAlive();
    }

    @Override
    public void endStdin() {
        sandbox.checkAlive();
        inbox.end();
    }

    Inbox stdin() {
        return inbox;
    }

    @Override
    public void signal(Signal signal) {
        sandbox.checkAlive();
        if (caught.contains(signal)) {
            signals.add(signal);
        } else {
            endByForce(Ending.signaled(signal.number()));
        }
    }

    @Override
    public void kill() {
        sandbox.beforeKill();
        sandbox.checkAlive();
        endByForce(Ending.KILLED);
    }

    /** Nothing survives that. */
    void endByReset() {
        end(Ending.KILLED);
    }

    void endByForce(Ending ending) {
        if (!deaf) {
            end(ending);
        }
    }

    void end(Ending ending) {
        if (ended.compareAndSet(false, true)) {
            if (!keep) {
                sandbox.endEverything();
            } else if (ending.deadlinePassed() || ending.killed()) {
                sandbox.endBackgroundOf(this);
            }
            outbox.end(() -> new ProcessEvent.Ended(exit(ending)));
            over();
        }
    }

    void fail(Isol8Exception reason) {
        if (ended.compareAndSet(false, true)) {
            outbox.fail(reason);
            over();
        }
    }

    private void over() {
        cancelDeadline.run();
        inbox.close();
        connections.forEach(Tunnel::close);
        sandbox.ended(this);
        thread.interrupt();
    }

    private ProcessExit exit(Ending ending) {
        return new ProcessExit(
                ending.signaled(),
                ending.status(),
                ending.deadlinePassed(),
                ending.killed(),
                ending.memoryKill(),
                false,
                Duration.ofNanos(clock.nanos() - begin),
                cpu,
                MEMORY,
                peakMemory,
                outbox.written(OutputChannel.STDOUT),
                outbox.written(OutputChannel.STDERR));
    }

    void write(OutputChannel channel, byte[] bytes) throws InterruptedException {
        outbox.write(channel, bytes);
    }

    void talkOn(Supplier<byte[]> pieces) {
        outbox.talkOn(pieces);
    }

    /** Whether it waits for somebody to take its output. */
    boolean stalled() {
        return outbox.stalled();
    }

    void catchSignal(Signal signal) {
        caught.add(signal);
    }

    Signal awaitSignal() throws InterruptedException {
        return signals.take();
    }

    /** A connection to the way out, which ends with the program at the latest; empty if it is refused. */
    Optional<Tunnel> connect() {
        Optional<Tunnel> tunnel = sandbox.connect();
        tunnel.ifPresent(connections::add);
        if (ended.get()) {
            tunnel.ifPresent(Tunnel::close);
        }
        return tunnel;
    }

    /** Starts a process beside this one. */
    int startBackground() {
        return sandbox.startBackground(this);
    }

    void deafen() {
        deaf = true;
    }

    void cost(Duration cpuTime, long peakMemoryBytes) {
        cpu = cpuTime;
        peakMemory = peakMemoryBytes;
    }
}
