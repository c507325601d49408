package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client can be made of. */
class SettingsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:3000",
                "localhost",
                "/",
                "ftp://localhost",
                "ws://localhost",
                "http://",
                "http:localhost",
                "http://localhost:99999",
                "http://user:secret@localhost",
                "http://localhost?x=1",
                "http://localhost/#x",
                "http://exa mple.com",
                "unix:///var/run/isol8.sock"
            })
    void aHostThatIsNoUrlIsRefused(String host) {
        assertFails(
                        ErrorCode.INVALID_REQUEST,
                        () -> RemoteIsol8.builder(host, "key").build())
                .hasMessageStartingWith("Invalid host: \"" + host + "\". Use an http or https URL");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000, http://localhost:3000/execute/ws",
        "http://localhost:3000/, http://localhost:3000/execute/ws",
        "https://Example.COM, https://example.com/execute/ws",
        "https://example.com/isol8, https://example.com/isol8/execute/ws",
        "https://example.com/a/b/, https://example.com/a/b/execute/ws",
        "http://[::1]:3000, http://[::1]:3000/execute/ws",
    })
    void routesAreBelowTheHost(String host, String route) {
        assertThat(ServerUrl.of(host).at("execute", "ws")).hasToString(route);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", " space", "space ", "ümlaut", "tab\t"})
    void aKeyThatNoHeaderCanHoldIsRefused(String key) {
        assertFails(
                        ErrorCode.INVALID_REQUEST,
                        () -> RemoteIsol8.builder("http://localhost", key).build())
                .hasMessageStartingWith("Invalid apiKey: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a\0b"})
    void aSessionIdThatNoUrlCanHoldIsRefused(String id) {
        RemoteIsol8.Builder builder = RemoteIsol8.builder("http://localhost", "key");

        assertFails(ErrorCode.INVALID_REQUEST, () -> builder.sessionId(id).build())
                .hasMessageStartingWith("Invalid sessionId: ");
        try (RemoteIsol8 isol8 = builder.sessionId(null).build()) {
            assertFails(ErrorCode.INVALID_REQUEST, () -> isol8.deleteSession(id));
        }
    }

    @Test
    void somebodysOwnClientOutlivesThisOne() {
        OkHttpClient own = new OkHttpClient();

        RemoteIsol8.builder("http://localhost", "key").okHttp(own).build().close();

        assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(own.dispatcher().getMaxRequestsPerHost()).isEqualTo(5);
        own.dispatcher().executorService().shutdown();
    }
}
