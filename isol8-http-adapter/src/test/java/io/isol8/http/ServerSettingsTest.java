package io.isol8.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServerSettingsTest {

    private static final ServerSettings SETTINGS = ServerSettings.of(3000, "1.2.3");

    private static void assertRefused(ThrowingCallable settings, String message) {
        assertThatThrownBy(settings)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessage(message);
    }

    @Test
    void refusesWhatCannotBe() {
        assertRefused(() -> ServerSettings.of(-1, ""), "The port must be between 0 and 65535, not -1.");
        assertRefused(() -> ServerSettings.of(65_536, ""), "The port must be between 0 and 65535, not 65536.");
        assertRefused(() -> SETTINGS.withMaxBodySize(0), "server.maxBodySize must be at least 1 byte, not 0.");
        assertRefused(() -> SETTINGS.withRequests(0), "At least 1 execution must be allowed at a time, not 0.");
        assertRefused(
                () -> SETTINGS.withHeartbeat(Duration.ZERO),
                "Heartbeat and idle timeout must be at least a millisecond, not PT0S and PT30S.");
        assertRefused(
                () -> SETTINGS.withIdleTimeout(Duration.ofNanos(1)),
                "Heartbeat and idle timeout must be at least a millisecond, not PT5S and PT0.000000001S.");
    }

    @Test
    void anAttributeIsChangedAndTheOthersStay() {
        ServerSettings changed = SETTINGS.withMaxBodySize(1)
                .withRequests(2)
                .withHeartbeat(Duration.ofSeconds(3))
                .withIdleTimeout(Duration.ofSeconds(4));

        assertThat(changed.port()).isEqualTo(3000);
        assertThat(changed.version()).isEqualTo("1.2.3");
        assertThat(changed.maxBodySize()).isEqualTo(1);
        assertThat(changed.requests()).isEqualTo(2);
        assertThat(changed.heartbeat()).isEqualTo(Duration.ofSeconds(3));
        assertThat(changed.idleTimeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(changed.defaults()).isEqualTo(SETTINGS.defaults());
    }
}
