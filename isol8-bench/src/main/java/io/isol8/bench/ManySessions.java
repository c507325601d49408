package io.isol8.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Many sessions that do nothing, and as many open streams: what the server needs for them, and whether it notices. */
final class ManySessions {

    private static final int PROBES = 500;
    private static final int MAKERS = 4;

    private final int sessions;
    private final StringBuilder memory = new StringBuilder();

    ManySessions(int sessions) {
        this.sessions = sessions;
    }

    String health() throws IOException, InterruptedException, ExecutionException {
        memory.append("| | heap MB | resident MB | threads |\n|---|---|---|---|\n");
        List<Series> series = new ArrayList<>();
        List<BenchClient> streams = new ArrayList<>();
        try (BenchServer server = BenchServer.unpooled(sessions)) {
            probe(server, "warming up");
            series.add(probe(server, "no session"));
            HttpRun.together(MAKERS, maker -> () -> {
                make(server, maker);
                return null;
            });
            series.add(probe(server, sessions + " idle sessions"));
            for (int i = 0; i < sessions; i++) {
                BenchClient client = server.connect();
                streams.add(client);
                client.begin(
                        "POST",
                        "/execute/stream",
                        BenchServer.KEY,
                        BenchClient.program("bash", "echo 1; sleep 999", "s" + i));
                client.piece();
            }
            series.add(probe(server, "with " + sessions + " open streams"));
        } finally {
            streams.forEach(BenchClient::close);
        }
        return Table.tails("GET /health of a server with many sessions", series) + "\n" + memory;
    }

    private void make(BenchServer server, int maker) {
        try (BenchClient client = server.connect()) {
            for (int i = maker; i < sessions; i += MAKERS) {
                BenchClient.Answer answer = client.post("/execute", BenchClient.program("bash", "true", "s" + i));
                if (answer.status() != 200) {
                    throw new IllegalStateException("no session: " + answer);
                }
            }
        }
    }

    private Series probe(BenchServer server, String name) throws IOException {
        Series times = new Series(name);
        try (BenchClient client = server.connect()) {
            for (int i = 0; i < PROBES; i++) {
                long begin = System.nanoTime();
                if (client.get("/health").status() != 200) {
                    throw new IllegalStateException("the server is not well");
                }
                times.add(System.nanoTime() - begin);
            }
        }
        note(name);
        return times;
    }

    private void note(String name) throws IOException {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        memory.append(String.format(
                Locale.ROOT, "| %s | %d | %d | %d |%n", name, heap >> 20, residentKilobytes() >> 10, threads));
    }

    private static long residentKilobytes() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }
}
