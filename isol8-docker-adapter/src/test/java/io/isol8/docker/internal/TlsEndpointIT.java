package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is reached by TLS and wants to know who asks: DOCKER_TLS_VERIFY, DOCKER_CERT_PATH. */
@Timeout(180)
class TlsEndpointIT {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Two authorities, each with a certificate for the engine and one for its client. */
    private static final String MAKE_CERTIFICATES = """
            set -eu
            printf 'subjectAltName=IP:127.0.0.1' > san
            for side in ours theirs; do
              mkdir $side; cd $side
              openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$side-ca -keyout ca.key -out ca.pem
              for who in server client; do
                openssl req -newkey rsa:2048 -nodes -subj /CN=$who -keyout $who.key -out $who.csr
                openssl x509 -req -days 2 -in $who.csr -CA ca.pem -CAkey ca.key -CAcreateserial \
                  -extfile ../san -out $who.pem
              done
              cp client.pem cert.pem; cp client.key key.pem
              openssl pkcs12 -export -in server.pem -inkey server.key -passout pass:changeit -out server.p12
              keytool -importcert -noprompt -alias ca -file ca.pem -keystore trust.p12 -storepass changeit
              cd ..
            done
            """;

    @TempDir
    static Path directory;

    private static FakeDocker engine = FakeDocker.speaking("1.41");

    @BeforeAll
    static void start() throws IOException, InterruptedException, GeneralSecurityException {
        engine.close();
        Process maker = new ProcessBuilder("sh", "-c", MAKE_CERTIFICATES)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(maker.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(maker.exitValue()).describedAs(said).isZero();
        engine = FakeDocker.secured(serversTls(directory.resolve("ours")));
    }

    private static SSLContext serversTls(Path side) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore(side.resolve("server.p12")), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keyStore(side.resolve("trust.p12")));
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return tls;
    }

    private static KeyStore keyStore(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static DockerApi api(Map<String, String> environment) {
        return new DockerApi(DockerEndpoint.fromEnvironment(environment), Duration.ofSeconds(30));
    }

    private static DockerApi withCertificatesOf(String side) {
        return api(Map.of(
                "DOCKER_HOST",
                engine.address(),
                "DOCKER_TLS_VERIFY",
                "1",
                "DOCKER_CERT_PATH",
                directory.resolve(side).toString()));
    }

    private static void assertUnavailable(DockerApi api) {
        try (api) {
            assertThatThrownBy(api::ping)
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE));
        }
    }

    @Test
    void bothSidesKnowEachOther() {
        try (DockerApi api = withCertificatesOf("ours")) {
            assertThatCode(api::ping).doesNotThrowAnyException();
        }
    }

    @Test
    void anEngineWithACertificateFromElsewhereIsNotSpokenTo() {
        assertUnavailable(withCertificatesOf("theirs"));
    }

    @Test
    void withoutTlsNothingIsUnderstood() {
        assertThatThrownBy(() -> {
                    try (DockerApi api = api(Map.of("DOCKER_HOST", engine.address()))) {
                        api.ping();
                    }
                })
                .isInstanceOf(Isol8Exception.class);
    }

    @Test
    void missingCertificatesAreNoReasonToGoWithoutThem() {
        assertThatThrownBy(() -> withCertificatesOf("nowhere"))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContaining(directory.resolve("nowhere/ca.pem").toString());
    }
}
