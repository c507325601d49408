package io.isol8.testkit;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;
import io.isol8.domain.Signal;
import io.isol8.ports.EgressGate;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.ProgramFile;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import io.isol8.ports.Tunnel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A sandbox whose files are a map and whose programs are scripts. Thread-safe. */
public final class InMemorySandbox implements Sandbox {

    private final InMemoryContainerRuntime runtime;
    private final SandboxSpec spec;
    private final String id;
    private final InMemoryFiles files;
    private final InMemoryEgress egress = new InMemoryEgress();
    private final Set<InMemoryProcess> running = ConcurrentHashMap.newKeySet();
    private final Map<Integer, InMemoryProcess> background = new ConcurrentHashMap<>();
    private final AtomicInteger lastBackground = new AtomicInteger(1000);
    private final Queue<Runnable> whenGone = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Isol8Exception loss;

    InMemorySandbox(InMemoryContainerRuntime runtime, SandboxSpec spec, long number) {
        this.runtime = runtime;
        this.spec = spec;
        this.id = String.format("%064x", number);
        this.files = new InMemoryFiles(this, runtime);
    }

    @Override
    public String id() {
        return id;
    }

    /** What it was made of. */
    public SandboxSpec spec() {
        return spec;
    }

    @Override
    public SandboxProcess spawn(ProcessSpec program) {
        Optional<Isol8Exception> withoutFile = program.file().flatMap(this::written);
        runtime.perform(Operation.SPAWN, "spawn " + String.join(" ", program.argv()));
        checkAlive();
        Optional<Script> script = runtime.scriptFor(new Invocation(program, source(program.argv())));
        InMemoryProcess process = new InMemoryProcess(this, runtime.clock(), program, script.orElse(ScriptedRun::hang));
        running.add(process);
        if (withoutFile.isPresent()) {
            process.fail(withoutFile.get());
        } else if (script.isPresent()) {
            process.start();
        } else {
            process.fail(new Isol8Exception(
                    ErrorCode.START_FAILED, "The program could not be started: no such program: " + program.argv()));
        }
        Isol8Exception lost = loss;
        if (lost != null) {
            process.fail(lost);
        }
        return process;
    }

    /** Why it was not. */
    private Optional<Isol8Exception> written(ProgramFile file) {
        try {
            files.write(file.path(), file.mode(), file.content());
            return Optional.empty();
        } catch (Isol8Exception e) {
            return Optional.of(e);
        }
    }

    @Override
    public void openEgress(EgressGate gate) {
        runtime.perform(Operation.OPEN_EGRESS, "open egress");
        checkAlive();
        egress.open(gate);
    }

    private Optional<String> source(List<String> argv) {
        if (argv.size() == 3 && argv.get(1).equals("-c")) {
            return Optional.of(argv.get(2));
        }
        return files.content(argv.get(argv.size() - 1)).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    @Override
    public InMemoryFiles files() {
        return files;
    }

    @Override
    public boolean reset() {
        try {
            runtime.perform(Operation.RESET, "reset");
            checkAlive();
        } catch (Isol8Exception e) {
            return false;
        }
        egress.shut();
        running.forEach(InMemoryProcess::endByReset);
        background.clear();
        files.clear();
        return true;
    }

    @Override
    public void whenGone(Runnable action) {
        whenGone.add(action);
        if (loss != null && whenGone.remove(action)) {
            action.run();
        }
    }

    Optional<Tunnel> connect() {
        return egress.connect();
    }

    /** How many programs run in it. */
    public int running() {
        return running.size();
    }

    /** Whether a program waits for somebody to take its output. */
    public boolean stalled() {
        return running.stream().anyMatch(InMemoryProcess::stalled);
    }

    void beforeKill() {
        runtime.perform(Operation.KILL, "kill");
    }

    void ended(InMemoryProcess process) {
        running.remove(process);
    }

    /** The number of a new process that goes on when the program that starts it ends. */
    int startBackground(InMemoryProcess starter) {
        int number = lastBackground.incrementAndGet();
        background.put(number, starter);
        return number;
    }

    boolean isInBackground(int number) {
        return background.containsKey(number);
    }

    /** How many processes programs have left running. */
    public int background() {
        return background.size();
    }

    void endBackgroundOf(InMemoryProcess starter) {
        background.values().removeIf(starter::equals);
    }

    /** A program has ended and keeps nobody. */
    void endEverything() {
        background.clear();
        running.forEach(process -> process.endByForce(Ending.signaled(Signal.SIGKILL.number())));
    }

    /** Dies with everything in it, as when its supervisor was killed; it is still to be closed. */
    public void die(String reason) {
        background.clear();
        lose(reason);
    }

    private void lose(String reason) {
        Isol8Exception lost = new Isol8Exception(ErrorCode.SANDBOX_LOST, "The sandbox is gone: " + reason);
        loss = lost;
        egress.shut();
        running.forEach(process -> process.fail(lost));
        for (Runnable action = whenGone.poll(); action != null; action = whenGone.poll()) {
            action.run();
        }
    }

    void checkAlive() {
        Isol8Exception lost = loss;
        if (lost != null) {
            throw new Isol8Exception(lost.code(), lost.message(), lost);
        }
    }

    @Override
    public void leave() {
        runtime.perform(Operation.LEAVE, "leave");
        checkAlive();
        if (!spec.lasting()) {
            throw new IllegalStateException("a sandbox that does not last cannot be left");
        }
        runtime.left(this);
        lose("it was left");
    }

    @Override
    public void close() {
        if (runtime.isOpen(this)) {
            runtime.perform(Operation.CLOSE, "close");
            die("it was closed");
            runtime.closed(this);
        }
    }
}
