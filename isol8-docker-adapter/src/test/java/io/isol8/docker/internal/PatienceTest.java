package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class PatienceTest {

    private static final Patience SHORT = new Patience(Duration.ofMillis(50));
    private static final Patience LONG = new Patience(Duration.ofMinutes(5));

    private static String sleep() {
        try {
            new CountDownLatch(1).await();
            return "woke up";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_takes_too_long_is_interrupted_and_the_interrupt_is_gone_afterwards() {
        assertThatThrownBy(() -> SHORT.await(PatienceTest::sleep))
                .isInstanceOf(Patience.Over.class)
                .hasMessage("nothing within 50 ms");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void what_ends_in_time_is_passed_on() {
        assertThat(LONG.await(() -> "done")).isEqualTo("done");
        IllegalStateException failure = new IllegalStateException("failed");
        assertThatThrownBy(() -> LONG.await(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void an_interrupt_of_somebody_else_stays() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> LONG.await(PatienceTest::sleep)).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_unix_socket_at_which_nobody_answers_is_given_up(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("docker.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            DockerEndpoint endpoint = new DockerEndpoint(URI.create("unix://" + socket), Optional.empty());
            try (DockerApi api = new DockerApi(endpoint, Duration.ofMillis(200))) {
                assertThatThrownBy(api::ping)
                        .isInstanceOfSatisfying(
                                Isol8Exception.class,
                                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE))
                        .hasMessage("The Docker engine at unix://" + socket + " did not answer in time: GET /_ping");
            }
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
