package io.isol8.testkit;

import io.isol8.domain.OutputChannel;
import io.isol8.domain.Signal;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.Tunnel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * A program in memory as its {@link Script} sees it: what it was given, and what it can do. Methods that wait throw
 * {@link InterruptedException} when the program is killed. Used by the thread of the script.
 *
 * <pre>{@code
 * run.stdout("working\n").delay(Duration.ofSeconds(2)).stderr("failed\n").exit(3);
 * }</pre>
 */
public final class ScriptedRun {

    private final InMemoryProcess process;
    private final InMemorySandbox sandbox;
    private final TestClock clock;
    private final ProcessSpec spec;

    ScriptedRun(InMemoryProcess process, InMemorySandbox sandbox, TestClock clock, ProcessSpec spec) {
        this.process = process;
        this.sandbox = sandbox;
        this.clock = clock;
        this.spec = spec;
    }

    /** What {@code spawn} was given: arguments, environment, working directory. */
    public ProcessSpec spec() {
        return spec;
    }

    /** All of standard input, waiting for its end. */
    public byte[] stdin() throws InterruptedException {
        return process.stdin().readAll();
    }

    /** What comes next on standard input, waiting for it; empty at its end. */
    public Optional<byte[]> readStdin() throws InterruptedException {
        return process.stdin().read();
    }

    /** The content of a file of the sandbox. */
    public Optional<byte[]> file(String path) {
        return sandbox.files().content(path);
    }

    /** The permission bits of a file of the sandbox. */
    public Optional<Integer> mode(String path) {
        return sandbox.files().mode(path);
    }

    /**
     * A connection to the sandbox's proxy port, which ends with the program at the latest; empty if it is refused because
     * there is no gate.
     */
    public Optional<Tunnel> connect() {
        return process.connect();
    }

    /** Starts a process that goes on when this program ends, if that is to keep it; gives its number. */
    public int startBackground() {
        return process.startBackground();
    }

    /** Whether the process of that number, which a program started so, still runs. */
    public boolean isInBackground(int number) {
        return sandbox.isInBackground(number);
    }

    /** From now on that signal does not end the program but is told by {@link #awaitSignal}. */
    public ScriptedRun catchSignal(Signal signal) {
        process.catchSignal(signal);
        return this;
    }

    /** The next signal that the program catches, waiting for it. */
    public Signal awaitSignal() throws InterruptedException {
        return process.awaitSignal();
    }

    /** Leaves a file behind. */
    public ScriptedRun writeFile(String path, byte[] content) {
        sandbox.files().put(path, SandboxFiles.READABLE, content.clone());
        return this;
    }

    /** Writes, waiting while too much of it is not taken. */
    public ScriptedRun stdout(String text) throws InterruptedException {
        return stdout(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes, waiting while too much of it is not taken. */
    public ScriptedRun stdout(byte[] bytes) throws InterruptedException {
        process.write(OutputChannel.STDOUT, bytes);
        return this;
    }

    /** Writes, waiting while too much of it is not taken. */
    public ScriptedRun stderr(String text) throws InterruptedException {
        process.write(OutputChannel.STDERR, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * From now on there is always more: whoever asks for what the program did, and has all that it wrote, gets a piece of
     * standard output.
     *
     * @param pieces is called by whoever asks
     */
    public ScriptedRun talkOn(Supplier<byte[]> pieces) {
        process.talkOn(pieces);
        return this;
    }

    /** Waits until the test has moved the clock this far. */
    public ScriptedRun delay(Duration time) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        Runnable cancel = clock.schedule(time, passed::countDown);
        try {
            passed.await();
        } finally {
            cancel.run();
        }
        return this;
    }

    /** Waits until the test opens the latch. */
    public ScriptedRun await(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return this;
    }

    /** Tells the test that the program came this far. */
    public ScriptedRun signalTo(CountDownLatch latch) {
        latch.countDown();
        return this;
    }

    /** What the end will report as the program's cost. */
    public ScriptedRun cost(Duration cpu, long peakMemoryBytes) {
        process.cost(cpu, peakMemoryBytes);
        return this;
    }

    /** From now on neither kill nor deadline ends the program or is answered: only the end of the sandbox is. */
    public ScriptedRun deaf() {
        process.deafen();
        return this;
    }

    /** Does nothing until it is killed or its deadline passes. */
    public void hang() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Ends the program. Nothing after it in the script happens. */
    public void exit(int status) {
        end(Ending.exited(status));
    }

    /** A signal ends the program. */
    public void signal(int number) {
        end(Ending.signaled(number));
    }

    /** The kernel's memory killer ends the program. */
    public void outOfMemory() {
        end(Ending.OUT_OF_MEMORY);
    }

    /** The sandbox dies with everything in it; the engine has yet to close it. */
    public void loseSandbox() {
        sandbox.die("it died on request of a test");
        throw new ProgramEnded();
    }

    private void end(Ending ending) {
        process.end(ending);
        throw new ProgramEnded();
    }
}
