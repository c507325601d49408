package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.CleanupResult;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Removals that go wrong. */
class ManagedContainersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GONE = id('a');
    private static final String GOING = id('b');
    private static final String STUCK = id('c');
    private static final String FINE = id('d');

    private static String id(char digit) {
        return String.valueOf(digit).repeat(64);
    }

    private static Map<String, String> containers(String... ids) {
        String list = Stream.of(ids).map(id -> "{\"Id\":\"" + id + "\"}").collect(Collectors.joining(",", "[", "]"));
        return new HashMap<>(Map.of("GET /containers/json", "200 " + list));
    }

    private static CleanupResult removeAll(Map<String, String> answers) {
        try (FakeDocker fake = FakeDocker.routing(answers);
                DockerApi api = new DockerApi(fake.endpoint(), PATIENCE)) {
            return new ManagedContainers(api).removeAll();
        }
    }

    @Test
    void ofAPageThatIsNotDockersTheFirstLineIsShown() {
        try (FakeDocker fake = FakeDocker.answering(502, "<html>\n<b>Bad Gateway</b>\n");
                DockerApi api = new DockerApi(fake.endpoint(), PATIENCE)) {
            ManagedContainers containers = new ManagedContainers(api);
            assertThatThrownBy(containers::list)
                    .isInstanceOf(Isol8Exception.class)
                    .hasMessageMatching("Docker answered 502 to GET /containers/json.*: <html>");
        }
    }

    @Test
    void whatIsGoneOrGoingCountsAsRemoved() {
        Map<String, String> answers = containers(GONE, GOING, FINE);
        answers.put("DELETE /containers/" + GONE, "404 {\"message\":\"No such container\"}");
        answers.put(
                "DELETE /containers/" + GOING,
                "409 {\"message\":\"removal of container " + GOING + " is already in progress\"}");
        answers.put("DELETE /containers/" + FINE, "204");

        assertThat(removeAll(answers)).isEqualTo(new CleanupResult(3, 0, List.of()));
    }

    @Test
    void oneThatStaysIsNamedAndDoesNotKeepTheOthers() {
        Map<String, String> answers = containers(STUCK, FINE);
        answers.put("DELETE /containers/" + STUCK, "500 {\"message\":\"driver \\\"overlay2\\\" failed\"}");
        answers.put("GET /containers/" + STUCK + "/json", "200 {}");
        answers.put("DELETE /containers/" + FINE, "204");

        CleanupResult result = removeAll(answers);

        assertThat(result.removed()).isEqualTo(1);
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.errors())
                .singleElement()
                .asString()
                .startsWith("cccccccccccc: ")
                .contains("driver \"overlay2\" failed");
    }

    @Test
    void withoutAListNothingIsKnown() {
        assertThatThrownBy(() -> removeAll(Map.of("GET /containers/json", "500 {\"message\":\"broken\"}")))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_FAILED));
    }
}
