package io.isol8.client;

import static io.isol8.client.Failing.assertFails;
import static io.isol8.client.OddServer.program;
import static io.isol8.client.OddServer.reply;
import static io.isol8.client.OddServer.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.ErrorCode;
import io.isol8.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose connections are secure. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTest {

    @TempDir
    private Path directory;

    private OddServer server;
    private OkHttpClient trusting;

    @BeforeEach
    void start() throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificate certificate = TestCertificate.selfSigned("dns:localhost", directory.resolve("keys.p12"));
        SSLSocketFactory sockets = certificate.tls().getSocketFactory();
        server = new OddServer(Optional.of(sockets));
        trusting = new OkHttpClient.Builder()
                .sslSocketFactory(sockets, certificate.trust())
                .build();
        server.answers("/execute", reply(200, OddServer.RESULT));
    }

    @AfterEach
    void stop() {
        server.close();
        trusting.connectionPool().evictAll();
        trusting.dispatcher().executorService().shutdown();
    }

    @Test
    void executionsAndWebSocketsAreSecure() {
        server.speaks(says("{\"type\":\"stdout\",\"data\":\"hello\"}", OddServer.EXIT));
        List<Object> events = new ArrayList<>();
        try (RemoteIsol8 isol8 = server.client().okHttp(trusting).build()) {
            assertThat(isol8.execute(program()).stdout()).isEqualTo("hi");
            isol8.execute(program(), events::add);
        }

        assertThat(events).hasSize(2);
        assertThat(server.url()).startsWith("https:");
        assertThat(server.requests)
                .allSatisfy(request -> assertThat(request.getHandshake()).isNotNull());
    }

    @Test
    void aSecureWebSocketThatIsSilentForTooLongIsDeadToo() {
        server.speaks((socket, text) -> {});
        try (RemoteIsol8 isol8 = server.client()
                .okHttp(trusting)
                .streamSilence(Duration.ofSeconds(3))
                .build()) {
            assertFails(
                            ErrorCode.ENGINE_UNAVAILABLE,
                            () -> isol8.executeStream(program()).next())
                    .hasMessage("Stream failed: nothing was heard of the server for 3 s");
        }
    }

    @Test
    void aServerThatNobodyTrustsIsNotSpokenTo() {
        try (RemoteIsol8 isol8 = server.client().build()) {
            assertFails(ErrorCode.ENGINE_UNAVAILABLE, () -> isol8.execute(program()));
            assertFails(
                    ErrorCode.ENGINE_UNAVAILABLE,
                    () -> isol8.executeStream(program()).next());
        }

        assertThat(server.requests).isEmpty();
    }
}
