package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a run costs through a server: beside the Java API, from several clients, and by what streams tell of it. */
final class HttpRun {

    private static final String PRINT = BenchClient.program("python", "print(1)");

    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** How long processes of this machine are started for: they need no longer to show what they take. */
    private static final Duration BARE = Duration.ofSeconds(10);

    private final int runs;

    HttpRun(int runs) {
        this.runs = runs;
    }

    /** One client, beside the Java API in turns. */
    String sequential() {
        WarmRun program = WarmRun.python(runs);
        Series api = new Series("Java API");
        Series http = new Series("HTTP, keep-alive");
        try (DockerIsol8 isol8 = DockerIsol8.create();
                BenchServer server = BenchServer.forClients(1);
                BenchClient client = server.connect()) {
            for (int i = 0; i < WarmRun.WARM_UP; i++) {
                program.run(isol8);
                print(client);
            }
            for (int i = 0; i < runs; i++) {
                WarmRun.pause();
                api.add(program.run(isol8));
                WarmRun.pause();
                http.add(print(client));
            }
        }
        return Table.tails("Warm, python `print(1)` through a server, 50 ms between runs", List.of(api, http));
    }

    private static long print(BenchClient client) {
        long begin = System.nanoTime();
        BenchClient.Answer answer = client.post("/execute", PRINT);
        long end = System.nanoTime();
        if (answer.status() != 200 || !answer.body().contains("\"stdout\":\"1\"")) {
            throw new IllegalStateException("not what was expected: " + answer);
        }
        return end - begin;
    }

    /** So many at a time without a pause, beside as many callers of the Java API. */
    String throughput(int clients, Duration duration) throws InterruptedException, ExecutionException {
        Series bare = new Series("bare local processes, " + clients);
        Series api = new Series("Java API, " + clients + " callers");
        Series http = new Series("HTTP, " + clients + " clients");
        AtomicInteger errors = new AtomicInteger();
        WarmRun program = WarmRun.python(runs);
        PoolPolicy pooling = new PoolPolicy(PoolStrategy.FAST, PoolSize.of(clients));
        String rates = load("Bare local processes", clients, BARE, bare, errors, () -> program::runBare);
        try (DockerIsol8 isol8 = DockerIsol8.builder().pooling(pooling).build()) {
            rates += load("Java API", clients, duration, api, errors, () -> () -> program.run(isol8));
        }
        try (BenchServer server = BenchServer.forClients(clients)) {
            rates += load("HTTP", clients, duration, http, errors, () -> {
                BenchClient client = server.connect();
                return () -> print(client);
            });
        }
        return Table.tails("Warm, python `print(1)`, " + clients + " at a time", List.of(bare, api, http)) + "\n"
                + rates;
    }

    private static String load(
            String name,
            int clients,
            Duration duration,
            Series times,
            AtomicInteger errors,
            Supplier<LongSupplier> newClient)
            throws InterruptedException, ExecutionException {
        load(clients, WARM_UP, new Series("warming up"), errors, newClient);
        errors.set(0);
        long begin = System.nanoTime();
        load(clients, duration, times, errors, newClient);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return String.format(
                Locale.ROOT,
                "%s: %.0f completed/s for %.0f s, %d errors%n",
                name,
                times.size() / seconds,
                seconds,
                errors.get());
    }

    private static void load(
            int clients, Duration duration, Series times, AtomicInteger errors, Supplier<LongSupplier> newClient)
            throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + duration.toNanos();
        together(clients, number -> () -> {
            LongSupplier client = newClient.get();
            while (System.nanoTime() < end) {
                try {
                    long time = client.getAsLong();
                    synchronized (times) {
                        times.add(time);
                    }
                } catch (IllegalStateException | Isol8Exception e) {
                    errors.incrementAndGet();
                }
            }
            return null;
        });
    }

    /** What one of several does. */
    interface Task {
        Callable<Void> of(int number);
    }

    static void together(int threads, Task task) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(callers.submit(task.of(i)));
            }
            for (Future<Void> call : calls) {
                call.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    /** From the request to the first event of a stream, and from a line to its echo. */
    String events() throws IOException {
        Series buffered = new Series("whole answer");
        Series sse = new Series("first event, SSE");
        Series socket = new Series("first event, WebSocket");
        Series echo = new Series("echo of a line, WebSocket");
        try (BenchServer server = BenchServer.forClients(1);
                BenchClient client = server.connect()) {
            for (int i = 0; i < WarmRun.WARM_UP; i++) {
                bash(client);
                firstEvent(client);
                firstMessage(server);
            }
            for (int i = 0; i < runs; i++) {
                WarmRun.pause();
                buffered.add(bash(client));
                WarmRun.pause();
                sse.add(firstEvent(client));
                WarmRun.pause();
                socket.add(firstMessage(server));
            }
            echo(server, echo);
        }
        return Table.tails("Warm, bash `echo 1`, and `cat`, through a server", List.of(buffered, sse, socket, echo));
    }

    private static long bash(BenchClient client) {
        long begin = System.nanoTime();
        BenchClient.Answer answer = client.post("/execute", BenchClient.program("bash", "echo 1"));
        long end = System.nanoTime();
        if (!answer.body().contains("\"stdout\":\"1\"")) {
            throw new IllegalStateException("not what was expected: " + answer);
        }
        return end - begin;
    }

    private static long firstEvent(BenchClient client) throws IOException {
        long begin = System.nanoTime();
        client.begin("POST", "/execute/stream", BenchServer.KEY, BenchClient.program("bash", "echo 1"));
        byte[] first = client.piece();
        long end = System.nanoTime();
        if (!new String(first, StandardCharsets.UTF_8).contains("\"stdout\"")) {
            throw new IllegalStateException("not what was expected: " + new String(first, StandardCharsets.UTF_8));
        }
        client.body();
        return end - begin;
    }

    private static long firstMessage(BenchServer server) {
        try (BenchSocket socket = new BenchSocket(server.port())) {
            long begin = System.nanoTime();
            socket.execute("bash", "echo 1", false);
            socket.awaitMessage("\"stdout\"");
            return System.nanoTime() - begin;
        }
    }

    private void echo(BenchServer server, Series times) {
        try (BenchSocket socket = new BenchSocket(server.port())) {
            socket.execute("bash", "exec cat", true);
            for (int i = 0; i < WarmRun.WARM_UP + runs * 5; i++) {
                long begin = System.nanoTime();
                socket.text("{\"type\":\"stdin\",\"data\":\"line " + i + "\\n\"}");
                socket.awaitMessage("line " + i + "\\n");
                if (i >= WarmRun.WARM_UP) {
                    times.add(System.nanoTime() - begin);
                }
            }
        }
    }
}
