package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ErrorCode;
import io.isol8.testkit.Operation;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Removal of everything (spec 4.9). */
class CleanupTest {

    private static final String NOTHING = "{\"removed\":0,\"failed\":0,\"errors\":[]}";
    private static final String ALL =
            "{\"ok\":true,\"sessions\":{\"removed\":1,\"failed\":0,\"errors\":[]},\"containers\":" + NOTHING
                    + ",\"images\":{\"removed\":1,\"failed\":0,\"errors\":[]}}";

    private final ServerFixture fixture = new ServerFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"images\":true}", "no json", "{\"images\":null}", "{\"other\":1}"})
    void endsSessionsAndRemovesImagesUnlessToldOtherwise(String body) {
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));

        HttpResponse<String> answer = fixture.post("/cleanup", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ALL);
        fixture.assertUnharmed();
    }

    @Test
    void imagesStayIfAskedTo() {
        assertThat(fixture.post("/cleanup", "{\"images\":false}").body())
                .isEqualTo("{\"ok\":true,\"sessions\":" + NOTHING + ",\"containers\":" + NOTHING + "}");
        HttpResponse<String> wrong = fixture.post("/cleanup", "{\"images\":\"no\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .isEqualTo("{\"error\":\"images must be true or false.\",\"code\":\"malformed_request\"}");
    }

    @Test
    void cancelsWhatRuns() {
        fixture.silentProgram("wait");
        CompletableFuture<HttpResponse<String>> running = fixture.postLater("/execute", ServerFixture.body("wait"));
        fixture.awaitRunning(1);

        assertThat(fixture.post("/cleanup", "").statusCode()).isEqualTo(200);

        assertThat(running.join().body()).contains("\"termination\":\"cancelled\"");
        fixture.assertUnharmed();
    }

    @Test
    void aFailureIsTold() {
        fixture.containers.failNext(Operation.REMOVE_ALL, ErrorCode.ENGINE_UNAVAILABLE);

        HttpResponse<String> answer = fixture.post("/cleanup", "");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"remove all failed on request of a test.\",\"code\":\"engine_unavailable\"}");
        assertThat(fixture.post("/cleanup", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whoeverAsksMeanwhileSharesTheResult() {
        fixture.post("/execute", ServerFixture.body("echo hi", "s"));
        AtomicInteger cleanups = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        fixture.containers.before(Operation.REMOVE_ALL, () -> {
            cleanups.incrementAndGet();
            begun.countDown();
            awaitQuietly(end);
        });
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(fixture.postLater("/cleanup", ""));
        awaitQuietly(begun);
        for (int i = 0; i < 4; i++) {
            answers.add(fixture.postLater("/cleanup", ""));
        }
        await().atMost(ServerFixture.PATIENCE).until(() -> whoWaitsForAnother() == 4);
        end.countDown();

        answers.forEach(answer -> assertThat(answer.join().body()).isEqualTo(ALL));
        assertThat(cleanups).hasValue(1);
    }

    /** How many have asked for what somebody else does already. */
    private static long whoWaitsForAnother() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> List.of(stack).toString().contains("io.isol8.http.internal.Shared.join("))
                .count();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
