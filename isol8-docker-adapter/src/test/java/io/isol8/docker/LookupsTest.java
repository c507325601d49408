package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LookupsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final CountDownLatch silence = new CountDownLatch(1);
    private final Lookups lookups = new Lookups(this::addresses, 2);

    private InetAddress[] addresses(String host) throws UnknownHostException {
        try {
            silence.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (host.equals("nobody")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    @Test
    void soManyQuestionsAreOpenAtATimeWhetherAnybodyWaitsForAnAnswerOrNot() throws Exception {
        CompletableFuture<List<InetAddress>> somebody = lookups.ask("somebody", SHORT);
        CompletableFuture<List<InetAddress>> nobody = lookups.ask("nobody", SHORT);
        somebody.cancel(true);
        assertThatThrownBy(() -> lookups.ask("somebody", SHORT)).isInstanceOf(TimeoutException.class);

        silence.countDown();

        assertThat(lookups.ask("somebody", LONG).get()).containsExactly(InetAddress.getLoopbackAddress());
        assertThatThrownBy(nobody::get).hasCauseInstanceOf(UnknownHostException.class);
        assertThat(lookups.ask("somebody", LONG).get()).hasSize(1);
    }
}
