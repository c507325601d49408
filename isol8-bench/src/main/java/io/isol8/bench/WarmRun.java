package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** What a run costs an engine that has been running for a while, one after the other and two at a time. */
final class WarmRun {

    private static final Duration GAP = Duration.ofMillis(50);

    /** Runs that are not counted: as many as Java needs to compile what every run passes through. */
    static final int WARM_UP = 500;

    private final String runtime;
    private final String program;
    private final String interpreter;
    private final String evalFlag;
    private final int runs;

    private WarmRun(String runtime, String program, String interpreter, String evalFlag, int runs) {
        this.runtime = runtime;
        this.program = program;
        this.interpreter = interpreter;
        this.evalFlag = evalFlag;
        this.runs = runs;
    }

    static WarmRun python(int runs) {
        return new WarmRun("python", "print(1)", "/usr/bin/python3", "-c", runs);
    }

    static WarmRun node(int runs) {
        return new WarmRun("node", "console.log(1)", "node", "-e", runs);
    }

    static WarmRun bun(int runs) {
        return new WarmRun("bun", "console.log(1)", "bun", "-e", runs);
    }

    static WarmRun deno(int runs) {
        return new WarmRun("deno", "console.log(1)", "deno", "eval", runs);
    }

    static WarmRun bash(int runs) {
        return new WarmRun("bash", "echo 1", "bash", "-c", runs);
    }

    /** For runtimes that need not be on this machine. */
    String besideExec() {
        Series exec = new Series("docker exec");
        Series gaps = new Series("isol8 fast, 50 ms between runs");
        try (NamedContainer container = new NamedContainer("isol8:" + runtime);
                DockerIsol8 fast = engine(PoolPolicy.DEFAULT)) {
            for (int i = 0; i < WARM_UP; i++) {
                run(fast);
            }
            for (int i = 0; i < runs; i++) {
                exec.add(container.exec(inContainer()));
                pause();
                gaps.add(run(fast));
            }
        }
        return Table.of("Warm, " + runtime + " `" + program + "`, start to result", List.of(exec, gaps));
    }

    private List<String> inContainer() {
        return List.of(interpreter.substring(interpreter.lastIndexOf('/') + 1), evalFlag, program);
    }

    String sequential() {
        Series exec = new Series("docker exec");
        Series local = new Series("bare local process");
        Series gaps = new Series("isol8 fast, 50 ms between runs");
        Series noGaps = new Series("isol8 fast, no gaps");
        Series secure = new Series("isol8 secure, 50 ms between runs");
        Series fresh = new Series("isol8 fresh");
        try (NamedContainer container = new NamedContainer("isol8:" + runtime);
                DockerIsol8 fast = engine(PoolPolicy.DEFAULT);
                DockerIsol8 secured = engine(new PoolPolicy(PoolStrategy.SECURE, PoolSize.of(1)));
                DockerIsol8 unpooled = engine(PoolPolicy.FRESH)) {
            for (int i = 0; i < WARM_UP; i++) {
                run(fast);
                run(secured);
            }
            for (int i = 0; i < runs; i++) {
                exec.add(container.exec(inContainer()));
                local.add(runBare());
                pause();
                gaps.add(run(fast));
                pause();
                secure.add(run(secured));
            }
            for (int i = 0; i < runs; i++) {
                noGaps.add(run(fast));
            }
            for (int i = 0; i < runs / 5; i++) {
                fresh.add(run(unpooled));
            }
        }
        return Table.of(
                "Warm, " + runtime + " `" + program + "`, start to result",
                List.of(exec, local, gaps, noGaps, secure, fresh));
    }

    /** Runs per second of {@code clients} callers at once. */
    String throughput(int clients) throws InterruptedException, ExecutionException {
        try (DockerIsol8 isol8 = engine(new PoolPolicy(PoolStrategy.FAST, PoolSize.of(clients)))) {
            for (int i = 0; i < WARM_UP; i++) {
                run(isol8);
            }
            ExecutorService callers = Executors.newFixedThreadPool(clients);
            long begin = System.nanoTime();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < runs * 4; i++) {
                calls.add(callers.submit(() -> run(isol8)));
            }
            for (Future<?> call : calls) {
                call.get();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            callers.shutdown();
            return String.format("%s, %d at a time: %.0f runs/s%n", runtime, clients, calls.size() / seconds);
        }
    }

    private static DockerIsol8 engine(PoolPolicy policy) {
        return DockerIsol8.builder().pooling(policy).build();
    }

    /** On this machine, without any container. */
    long runBare() {
        return Command.time(List.of(interpreter, evalFlag, program));
    }

    /** @return nanoseconds from request to result */
    long run(DockerIsol8 isol8) {
        ExecutionRequest request =
                ExecutionRequest.builder(runtime).code(program).build();
        long begin = System.nanoTime();
        if (!isol8.execute(request).stdout().equals("1")) {
            throw new IllegalStateException("the program did not print 1");
        }
        return System.nanoTime() - begin;
    }

    static void pause() {
        LockSupport.parkNanos(GAP.toNanos());
    }
}
