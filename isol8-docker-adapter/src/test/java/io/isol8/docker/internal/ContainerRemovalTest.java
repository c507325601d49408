package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Removals that somebody else began, or that go wrong. */
@Timeout(180)
final class ContainerRemovalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DELETE = "DELETE /containers/it";
    private static final String INSPECT = "GET /containers/it/json";
    private static final String GOING = "409 {\"message\":\"removal of container it is already in progress\"}";
    private static final String GONE = "404 {\"message\":\"No such container: it\"}";
    private static final String THERE = "200 {}";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private void remove(UnaryOperator<String> answers, Duration patience) {
        UnaryOperator<String> remembering = question -> {
            asked.add(question);
            return answers.apply(question);
        };
        try (FakeDocker fake = FakeDocker.routing(remembering);
                DockerApi api = new DockerApi(fake.endpoint(), PATIENCE)) {
            new ContainerRemoval(api, patience).remove("it");
        }
    }

    private static void assertFails(String said, ThrowingCallable removal) {
        assertThatThrownBy(removal).isInstanceOfSatisfying(Isol8Exception.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED);
            assertThat(failure.message()).contains(said);
        });
    }

    @Test
    void what_somebody_else_removes_is_waited_for_until_nobody_finds_it() {
        remove(
                question -> {
                    if (question.equals(DELETE)) {
                        return GOING;
                    }
                    return asked.size() < 5 ? THERE : GONE;
                },
                PATIENCE);

        assertThat(asked).containsExactly(DELETE, INSPECT, INSPECT, INSPECT, INSPECT);
    }

    @Test
    void what_is_gone_already_is_removed() {
        assertThatCode(() -> remove(question -> GONE, PATIENCE)).doesNotThrowAnyException();
    }

    @Test
    void a_removal_that_does_not_end_is_not_waited_for_forever() {
        assertFails(
                "already in progress",
                () -> remove(question -> question.equals(DELETE) ? GOING : THERE, Duration.ofMillis(50)));
    }

    @Test
    void what_cannot_be_removed_is_said_at_once() {
        assertFails(
                "driver failed",
                () -> remove(
                        question -> question.equals(DELETE) ? "500 {\"message\":\"driver failed\"}" : THERE, PATIENCE));
        assertThat(asked).containsExactly(DELETE, INSPECT);
    }

    @Test
    void who_cannot_tell_does_not_say_that_it_is_gone() {
        assertFails(
                "broken",
                () -> remove(question -> question.equals(DELETE) ? GOING : "500 {\"message\":\"broken\"}", PATIENCE));
    }
}
