package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tenant asks for far more than there is; the other one gets its share all the same. */
class FairnessTest {

    private static final int RUNNING = 2;
    private static final int WAITING = 6;
    private static final int FLOOD = 200;

    /** The other tenant's part of those who may wait. */
    private static final int SHARE = WAITING / 2;

    private final KeyedServer server = new KeyedServer(
            ServerFixture.ENGINE.withMaxConcurrent(RUNNING).withMaxQueued(WAITING),
            ServerFixture.SERVER.withRequests(RUNNING + WAITING));
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Semaphore greedyEnds = new Semaphore(0);
    private final Semaphore modestEnds = new Semaphore(0);

    FairnessTest() {
        program("greedy", greedyEnds);
        program("modest", modestEnds);
    }

    private void program(String tenant, Semaphore ends) {
        server.fixture.program(tenant, run -> {
            begun.add(tenant);
            ends.acquire();
        });
    }

    @AfterEach
    void close() {
        greedyEnds.release(FLOOD);
        modestEnds.release(FLOOD);
        server.close();
    }

    private List<CompletableFuture<HttpResponse<String>>> ask(String tenant, int times) {
        String key = server.key(tenant);
        return IntStream.range(0, times)
                .mapToObj(i -> server.later(key, "/execute", ServerFixture.body(tenant)))
                .collect(Collectors.toList());
    }

    private static List<Integer> statuses(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream()
                .filter(CompletableFuture::isDone)
                .map(answer -> answer.join().statusCode())
                .toList();
    }

    private static void awaitRefused(List<CompletableFuture<HttpResponse<String>>> answers, int refused) {
        await().atMost(ServerFixture.PATIENCE).until(() -> statuses(answers).size() == refused);
        assertThat(statuses(answers)).containsOnly(429);
    }

    private void awaitBegun(String... tenants) {
        await().atMost(ServerFixture.PATIENCE).until(() -> begun.size() >= tenants.length);
        assertThat(begun).containsExactly(tenants);
    }

    @Test
    void aFloodNeitherDrivesAnotherTenantAwayNorIsServedBeforeIt() {
        List<CompletableFuture<HttpResponse<String>>> flood = ask("greedy", FLOOD);
        awaitBegun("greedy", "greedy");
        awaitRefused(flood, FLOOD - RUNNING - WAITING);

        List<CompletableFuture<HttpResponse<String>>> modest = ask("modest", SHARE);
        awaitRefused(flood, FLOOD - RUNNING - WAITING + SHARE);
        List<CompletableFuture<HttpResponse<String>>> more = ask("greedy", FLOOD);
        awaitRefused(more, FLOOD);
        assertThat(statuses(modest)).as("are still to come").isEmpty();

        greedyEnds.release();
        awaitBegun("greedy", "greedy", "modest");
        modestEnds.release();
        awaitBegun("greedy", "greedy", "modest", "modest");
        modestEnds.release();
        awaitBegun("greedy", "greedy", "modest", "modest", "modest");
        modestEnds.release();
        awaitBegun("greedy", "greedy", "modest", "modest", "modest", "greedy");
        modest.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));

        greedyEnds.release(FLOOD);
        flood.forEach(CompletableFuture::join);
        assertThat(statuses(flood)).filteredOn(status -> status == 200).hasSize(RUNNING + WAITING - SHARE);
    }
}
