package io.isol8.testkit;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ContainerRuntime;
import io.isol8.ports.ManagedContainer;
import io.isol8.ports.Sandbox;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A container engine in memory. Programs are {@link Script}s, picked by what is run; without one the programs of
 * {@link ShellProgram} and {@link EgressProgram} work as they do in bash and Python, and everything else cannot be
 * started. Thread-safe.
 *
 * <pre>{@code
 * containers.onSource("print(1)", run -> run.stdout("1\n"));
 * containers.failNext(Operation.CREATE, ErrorCode.OUT_OF_DISK);
 * }</pre>
 */
public final class InMemoryContainerRuntime implements ContainerRuntime {

    private record Rule(Predicate<Invocation> condition, Script script) {}

    private final TestClock clock;
    private final Journal journal;
    private final Deque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final Map<Operation, Runnable> hooks = new ConcurrentHashMap<>();
    private final Map<Operation, ErrorCode> failures = new ConcurrentHashMap<>();
    private final Set<InMemorySandbox> open = ConcurrentHashMap.newKeySet();
    private final Set<InMemorySandbox> left = ConcurrentHashMap.newKeySet();
    private final AtomicLong created = new AtomicLong();
    private volatile boolean closed;

    public InMemoryContainerRuntime(TestClock clock) {
        this(clock, new Journal());
    }

    /**
     * @param clock what deadlines and patience are measured on
     * @param journal hears of everything that is asked for
     */
    public InMemoryContainerRuntime(TestClock clock, Journal journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /** What a program with exactly this text does. Later rules win. */
    public void onSource(String text, Script script) {
        on(invocation -> invocation.source().filter(text::equals).isPresent(), script);
    }

    /** What every program does. Later rules win. */
    public void onAnything(Script script) {
        on(invocation -> true, script);
    }

    /** What a program does that fulfils the condition. Later rules win. */
    public void on(Predicate<Invocation> condition, Script script) {
        rules.addFirst(new Rule(condition, script));
    }

    /** The next time that it is asked for, {@code operation} fails and changes nothing. */
    public void failNext(Operation operation, ErrorCode code) {
        failures.put(operation, code);
    }

    /** From now on {@code action} runs first whenever {@code operation} is asked for, on the asking thread. */
    public void before(Operation operation, Runnable action) {
        hooks.put(operation, action);
    }

    Optional<Script> scriptFor(Invocation invocation) {
        return rules.stream()
                .filter(rule -> rule.condition().test(invocation))
                .map(Rule::script)
                .findFirst()
                .or(() -> invocation.source().flatMap(ShellProgram::recognise))
                .or(() -> invocation.source().flatMap(EgressProgram::recognise));
    }

    void perform(Operation operation, String entry) {
        journal.add(entry);
        Runnable hook = hooks.get(operation);
        if (hook != null) {
            hook.run();
        }
        ErrorCode code = failures.remove(operation);
        if (code != null) {
            throw new Isol8Exception(code, entry + " failed on request of a test.");
        }
    }

    TestClock clock() {
        return clock;
    }

    @Override
    public void ping() {
        perform(Operation.PING, "ping");
    }

    @Override
    public Sandbox create(SandboxSpec spec) {
        perform(Operation.CREATE, "create " + spec.image());
        if (closed) {
            throw new Isol8Exception(ErrorCode.ENGINE_UNAVAILABLE, "The container runtime is closed.");
        }
        InMemorySandbox sandbox = new InMemorySandbox(this, spec, created.incrementAndGet());
        open.add(sandbox);
        return sandbox;
    }

    boolean isOpen(InMemorySandbox sandbox) {
        return open.contains(sandbox);
    }

    void closed(InMemorySandbox sandbox) {
        open.remove(sandbox);
    }

    void left(InMemorySandbox sandbox) {
        open.remove(sandbox);
        left.add(sandbox);
    }

    /** The sandboxes that somebody left running and nobody has removed since. */
    public List<InMemorySandbox> left() {
        return List.copyOf(left);
    }

    @Override
    public List<ManagedContainer> list() {
        return Stream.concat(open.stream(), left.stream())
                .map(sandbox ->
                        new ManagedContainer(sandbox.id(), sandbox.spec().runtime(), "Up"))
                .toList();
    }

    @Override
    public CleanupResult removeAll() {
        perform(Operation.REMOVE_ALL, "remove all");
        int removed = open.size() + left.size();
        destroyAll();
        left.clear();
        return new CleanupResult(removed, 0, List.of());
    }

    /** The sandboxes that were made and not closed, dead ones included: empty when nothing leaks. */
    public List<InMemorySandbox> open() {
        return List.copyOf(open);
    }

    /** How many sandboxes were ever made. */
    public long created() {
        return created.get();
    }

    /** How many programs run in all sandboxes. */
    public int running() {
        return open.stream().mapToInt(InMemorySandbox::running).sum();
    }

    @Override
    public void destroyAll() {
        open.forEach(InMemorySandbox::close);
    }

    @Override
    public void close() {
        closed = true;
        destroyAll();
    }
}
