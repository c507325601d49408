package io.isol8.bench;

import io.isol8.domain.config.Isol8Config;
import io.isol8.domain.config.Policy;
import io.isol8.http.Caller;
import io.isol8.http.MasterKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What one tenant notices of another one: by itself, beside one that uses its own half, beside one that floods. */
final class Fairness {

    /** Executions of all tenants at the same time. */
    private static final int RUNNING = 10;

    private static final int SHARE = RUNNING / 2;
    private static final int FLOOD = 200;
    private static final int QUEUED = 100;

    /** As long as a crowd takes to come. */
    private static final Duration CROWDING = Duration.ofSeconds(1);

    /** In turns, so that what else the machine does meets all of them. */
    private static final int ROUNDS = 5;

    private static final String BASH = BenchClient.program("bash", "echo 1");

    private final int runs;

    Fairness(int runs) {
        this.runs = runs;
    }

    /** Without a bound for each tenant, and with one of half of what runs. */
    String tables() throws InterruptedException, ExecutionException {
        Policy unbounded = Isol8Config.builtIn().policy();
        return flood(unbounded, "") + "\n" + flood(withShare(unbounded), ", of each tenant " + SHARE);
    }

    private static Policy withShare(Policy policy) {
        return new Policy(
                policy.allowedNetworks(),
                policy.allowedImages(),
                policy.allowUnconfined(),
                policy.allowPersist(),
                policy.maxTimeout(),
                policy.maxMemory(),
                policy.maxCpu(),
                policy.maxPids(),
                policy.maxTmpfs(),
                policy.maxOutputSize(),
                policy.maxSessionsPerTenant(),
                Optional.of(SHARE),
                policy.maxQueued());
    }

    private String flood(Policy policy, String bound) throws InterruptedException, ExecutionException {
        MasterKey master = new MasterKey(BenchServer.KEY);
        Series share = new Series(SHARE + " clients beside " + SHARE + " of another tenant");
        Series flooded = new Series(SHARE + " clients beside " + FLOOD + " of another tenant");
        Series alone = new Series(SHARE + " clients alone");
        try (BenchServer server = BenchServer.of(
                RUNNING,
                QUEUED,
                key -> key.startsWith("tenant ") ? Optional.of(new Caller(false, key)) : master.authenticate(key),
                policy)) {
            measure(server, SHARE, new Series("warming up"));
            for (int i = 0; i < ROUNDS; i++) {
                measure(server, SHARE, share);
                measure(server, FLOOD, flooded);
                measure(server, 0, alone);
            }
            return Table.tails(
                    "Warm, bash `echo 1`, " + RUNNING + " at a time" + bound, List.of(share, flooded, alone));
        }
    }

    /** The times of one tenant's runs while so many clients of another one ask without a pause. */
    private void measure(BenchServer server, int others, Series times) throws InterruptedException, ExecutionException {
        CountDownLatch over = new CountDownLatch(1);
        ExecutorService crowd = Executors.newFixedThreadPool(Math.max(others, 1));
        List<Future<Void>> ends = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            ends.add(crowd.submit(() -> {
                insist(server, over);
                return null;
            }));
        }
        try {
            LockSupport.parkNanos(CROWDING.toNanos());
            HttpRun.together(SHARE, number -> () -> {
                try (BenchClient client = new BenchClient(server.port(), "tenant B")) {
                    for (int i = 0; i < runs / ROUNDS; i++) {
                        long time = time(client);
                        synchronized (times) {
                            times.add(time);
                        }
                    }
                }
                return null;
            });
        } finally {
            over.countDown();
            crowd.shutdown();
        }
        for (Future<Void> end : ends) {
            end.get();
        }
    }

    /** Whoever is refused comes again, after the second that it was told to wait. */
    private static void insist(BenchServer server, CountDownLatch over) throws InterruptedException {
        try (BenchClient client = new BenchClient(server.port(), "tenant A")) {
            while (over.getCount() > 0) {
                if (client.post("/execute", BASH).status() == 429) {
                    over.await(1, TimeUnit.SECONDS);
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
