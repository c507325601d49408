package io.isol8.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.ExecutionRequest;
import io.isol8.ports.RunningExecution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client leaves behind: nothing. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeakTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * One of each serves every client of a process, and ends by itself when there is none. The first may be called after
     * what it did last.
     */
    private static final Set<String> SHARED =
            Set.of("OkHttp TaskRunner", "OkHttp ConnectionPool connection closer", "Okio Watchdog");

    /** Those that were there before have nothing to do with the clients under test. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    /** Of threads that belong to a client. */
    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("OkHttp") || name.startsWith("Okio"))
                .filter(name -> !SHARED.contains(name))
                .toList();
    }

    /** How many connections to that port are established. */
    private static long connections(int port) {
        String remote = String.format(Locale.ROOT, ":%04X", port);
        return Stream.of("tcp", "tcp6")
                .flatMap(table -> lines(Path.of("/proc/self/net", table)).stream())
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[2].endsWith(remote) && columns[3].equals("01"))
                .count();
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExecutionRequest program(String code) {
        return ExecutionRequest.builder("bash").code(code).build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClosedClientLeavesNeitherThreadsNorConnections(boolean sockets) throws InterruptedException {
        try (LiveServer server = new LiveServer()) {
            server.containers.onSource("hello", run -> run.stdout("hello"));
            server.containers.onSource("wait", run -> run.stdout("ready").hang());
            OkHttpClient own = LiveServer.withoutSockets();
            RemoteIsol8.Builder settings = server.client().sessionId("s");
            RemoteIsol8 isol8 =
                    sockets ? settings.build() : settings.okHttp(own).build();
            isol8.start();
            isol8.execute(program("hello"));
            isol8.execute(program("hello"), event -> {});
            isol8.putFile("x", new byte[100_000]);
            List<RunningExecution> forgotten = new ArrayList<>();
            try (RemoteIsol8 other = server.client().build()) {
                for (int i = 0; i < 3; i++) {
                    RunningExecution running = other.executeStream(program("wait"));
                    running.next();
                    forgotten.add(running);
                }
                assertThat(connections(server.port())).isGreaterThanOrEqualTo(3);
            }
            forgotten.add(isol8.executeStream(program("wait")));

            isol8.close();
            own.dispatcher().executorService().shutdown();
            await().atMost(PATIENCE).untilAsserted(() -> {
                own.connectionPool().evictAll();
                assertThat(threads()).isEmpty();
                assertThat(connections(server.port())).isZero();
                assertThat(server.containers.open()).isEmpty();
            });
            assertThat(forgotten)
                    .allSatisfy(running -> assertThat(
                                    running.isOver() || running.poll(PATIENCE).isPresent())
                            .isTrue());
        }
    }

    @Test
    void aStreamThatIsReadToItsEndLeavesNoConnection() {
        try (LiveServer server = new LiveServer();
                RemoteIsol8 isol8 = server.client().build()) {
            server.containers.onSource("hello", run -> run.stdout("hello"));

            for (int i = 0; i < 20; i++) {
                isol8.execute(program("hello"), event -> {});
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(connections(server.port())).isZero());
        }
    }
}
