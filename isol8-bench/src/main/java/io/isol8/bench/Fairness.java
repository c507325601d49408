package io.isol8.bench;

import io.isol8.http.Caller;
import io.isol8.http.MasterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** What one tenant notices of another one: by itself, beside one that uses its own half, beside one that floods. */
final class Fairness {

    /** Executions of all tenants at the same time. */
    private static final int RUNNING = 10;

    private static final int SHARE = RUNNING / 2;
    private static final int FLOOD = 200;
    private static final String BASH = BenchClient.program("bash", "echo 1");

    private final int runs;

    Fairness(int runs) {
        this.runs = runs;
    }

    String flood() throws InterruptedException, ExecutionException {
        MasterKey master = new MasterKey(BenchServer.KEY);
        try (BenchServer server = BenchServer.of(
                RUNNING,
                100,
                key -> key.startsWith("tenant ") ? Optional.of(new Caller(false, key)) : master.authenticate(key))) {
            measure(server, 0, "warming up");
            Series share = measure(server, SHARE, SHARE + " clients beside " + SHARE + " of another tenant");
            Series flooded = measure(server, FLOOD, SHARE + " clients beside " + FLOOD + " of another tenant");
            Series alone = measure(server, 0, SHARE + " clients alone");
            return Table.tails("Warm, bash `echo 1`, " + RUNNING + " at a time", List.of(share, flooded, alone));
        }
    }

    /** The times of one tenant's runs while so many clients of another one ask without a pause. */
    private Series measure(BenchServer server, int others, String name)
            throws InterruptedException, ExecutionException {
        Series times = new Series(name);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService crowd = Executors.newFixedThreadPool(Math.max(others, 1));
        List<Future<Void>> ends = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            ends.add(crowd.submit(() -> {
                insist(server, over);
                return null;
            }));
        }
        try {
            for (int i = 0; i < WarmRun.WARM_UP; i++) {
                WarmRun.pause();
            }
            HttpRun.together(SHARE, number -> () -> {
                try (BenchClient client = new BenchClient(server.port(), "tenant B")) {
                    for (int i = 0; i < runs; i++) {
                        long time = time(client);
                        synchronized (times) {
                            times.add(time);
                        }
                    }
                }
                return null;
            });
        } finally {
            over.set(true);
            crowd.shutdown();
        }
        for (Future<Void> end : ends) {
            end.get();
        }
        return times;
    }

    /** Whoever is refused comes again, after the second that it was told to wait. */
    private static void insist(BenchServer server, AtomicBoolean over) {
        try (BenchClient client = new BenchClient(server.port(), "tenant A")) {
            while (!over.get()) {
                if (client.post("/execute", BASH).status() == 429) {
                    for (int i = 0; i < 20 && !over.get(); i++) {
                        WarmRun.pause();
                    }
                }
            }
        }
    }

    private static long time(BenchClient client) {
        long begin = System.nanoTime();
        BenchClient.Answer answer = client.post("/execute", BASH);
        long end = System.nanoTime();
        if (answer.status() != 200) {
            throw new IllegalStateException("refused: " + answer);
        }
        return end - begin;
    }
}
