package io.isol8.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.HostName;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import io.isol8.testkit.CodeFetcherContract;
import io.isol8.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the loopback interface. */
class HttpCodeFetcherTest extends CodeFetcherContract {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int MANY = 1000;

    private final List<CodeServer> servers = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stop() {
        over.countDown();
        servers.forEach(CodeServer::close);
    }

    @Override
    protected CodeFetcher fetcher() {
        return new HttpCodeFetcher();
    }

    @Override
    protected InetAddress address() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    protected URI serve(String host, CodeAnswer answer) {
        return at(host, served(out -> answer(out, answer)));
    }

    private static void answer(OutputStream out, CodeAnswer answer) throws IOException {
        if (answer instanceof CodeAnswer.Content content) {
            CodeServer.head(out, "200 OK", "Content-Length: " + content.bytes().length);
            out.write(content.bytes());
        } else if (answer instanceof CodeAnswer.Redirect redirect) {
            CodeServer.head(out, "302 Found", "Location: " + redirect.location(), "Content-Length: 0");
        } else if (answer instanceof CodeAnswer.Failure failure) {
            CodeServer.head(out, failure.status() + " No", "Content-Length: 0");
        }
    }

    @Override
    protected URI serveNothing(String host) {
        return at(host, served(out -> waitForTheEnd()));
    }

    private void waitForTheEnd() {
        try {
            over.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    protected URI nowhere(String host) {
        try (ServerSocket unused = new ServerSocket(0, 1, address())) {
            return URI.create("http://" + host + ":" + unused.getLocalPort() + "/main.py");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CodeServer served(CodeServer.Reply reply) {
        CodeServer server = new CodeServer(reply);
        servers.add(server);
        return server;
    }

    private static URI at(String host, CodeServer server) {
        return URI.create("http://" + host + ":" + server.port() + "/main.py?a=%20b");
    }

    private CodeAnswer get(CodeServer server, Duration timeout) throws InterruptedException, TimeoutException {
        return get(fetcher(), at("localhost", server), timeout, address());
    }

    private CodeAnswer get(CodeServer.Reply reply) throws InterruptedException, TimeoutException {
        return get(served(reply), PATIENCE);
    }

    private static CodeAnswer get(CodeFetcher fetcher, URI url, Duration timeout, InetAddress... addresses)
            throws InterruptedException, TimeoutException {
        return fetcher.get(new CodeUrl(url, HostName.of(url.getHost())), List.of(addresses), MANY, timeout);
    }

    private void assertUnreachable(CodeServer.Reply reply, String reason) {
        assertUnreachable(fetcher(), at("localhost", served(reply)), reason, address());
    }

    private static void assertUnreachable(CodeFetcher fetcher, URI url, String reason, InetAddress... addresses) {
        assertThatThrownBy(() -> get(fetcher, url, PATIENCE, addresses))
                .hasMessageContaining(reason)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.HOST_UNREACHABLE));
    }

    @Test
    void nothing_is_asked_that_tells_who_asks_or_for_something_packed() throws Exception {
        CodeServer server = served(out -> answer(out, new CodeAnswer.Content(new byte[] {'a'})));
        get(server, PATIENCE);
        assertThat(server.requests().get(0).lines().toList())
                .startsWith("GET /main.py?a=%20b HTTP/1.1")
                .containsExactlyInAnyOrder(
                        "GET /main.py?a=%20b HTTP/1.1",
                        "Host: localhost:" + server.port(),
                        "User-Agent: isol8",
                        "Accept-Encoding: identity",
                        "Connection: Keep-Alive");
    }

    @Test
    void what_announces_too_much_is_not_waited_for() throws Exception {
        CodeServer server = served(out -> {
            CodeServer.head(out, "200 OK", "Content-Length: " + Long.MAX_VALUE);
            waitForTheEnd();
        });
        assertThat(get(server, PATIENCE)).isEqualTo(new CodeAnswer.TooLarge());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Connection: close", "Transfer-Encoding: chunked"})
    void what_never_ends_is_too_large_and_not_listened_to(String way) throws Exception {
        CodeServer server = served(out -> {
            CodeServer.head(out, "200 OK", way);
            while (true) {
                CodeServer.text(out, "3\r\nabc\r\n");
            }
        });
        assertThat(get(server, PATIENCE)).isEqualTo(new CodeAnswer.TooLarge());
        await().until(() -> server.open() == 0);
    }

    @Test
    void what_is_packed_stays_packed() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream bomb = new GZIPOutputStream(packed)) {
            bomb.write(new byte[100 * MANY]);
        }
        CodeAnswer answer = get(out -> {
            CodeServer.head(out, "200 OK", "Content-Encoding: gzip", "Content-Length: " + packed.size());
            out.write(packed.toByteArray());
        });
        assertThat(((CodeAnswer.Content) answer).bytes()).isEqualTo(packed.toByteArray());
    }

    @Test
    void what_ends_too_soon_is_no_answer() {
        assertUnreachable(
                out -> {
                    CodeServer.head(out, "200 OK", "Content-Length: 10");
                    CodeServer.text(out, "12345");
                },
                "unexpected end of stream");
        assertUnreachable(
                out -> {
                    CodeServer.head(out, "200 OK", "Transfer-Encoding: chunked");
                    CodeServer.text(out, "5\r\n12345\r\n");
                },
                "unexpected end of stream");
        assertUnreachable(out -> {}, "unexpected end of stream");
    }

    @Test
    void what_is_not_http_is_no_answer_and_shown_printably() {
        assertUnreachable(out -> CodeServer.text(out, "SSH-2.0-\u0007\r\n"), "SSH-2.0-?");
    }

    @Test
    void a_head_without_end_is_no_answer() {
        assertUnreachable(
                out -> {
                    CodeServer.text(out, "HTTP/1.1 200 OK\r\n");
                    while (true) {
                        CodeServer.text(out, "X: " + "x".repeat(MANY) + "\r\n");
                    }
                },
                "");
    }

    @Test
    void time_is_over_for_what_comes_slowly_too() {
        CodeServer server = served(this::drip);
        assertThatThrownBy(() -> get(server, SHORT)).isInstanceOf(TimeoutException.class);
        await().until(() -> server.open() == 0);
    }

    @Test
    void an_interrupt_ends_what_comes_slowly() {
        CodeServer server = served(this::drip);
        Thread reader = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            await().until(() -> server.open() == 1);
            reader.interrupt();
        });
        interrupter.start();
        assertThatThrownBy(() -> get(server, PATIENCE)).isInstanceOf(InterruptedException.class);
        await().until(() -> server.open() == 0);
    }

    /** A byte now and then. */
    private void drip(OutputStream out) throws IOException {
        CodeServer.head(out, "200 OK", "Content-Length: " + MANY);
        try {
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                CodeServer.text(out, "x");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void only_the_addresses_that_are_given_are_connected_to() throws Exception {
        CodeServer server = served(out -> answer(out, new CodeAnswer.Content(new byte[] {'a'})));
        URI url = at("localhost", server);
        InetAddress empty = InetAddress.getAllByName("127.0.0.99")[0];
        assertUnreachable(fetcher(), url, "127.0.0.99", empty);
        assertThat(server.requests()).isEmpty();
        assertThat(get(fetcher(), url, PATIENCE, empty, address())).isInstanceOf(CodeAnswer.Content.class);
    }

    @Test
    void proxies_of_the_jvm_are_passed_by() throws Exception {
        CodeServer proxy = served(out -> answer(out, new CodeAnswer.Failure(407)));
        List<String> keys = List.of("http.proxy", "https.proxy", "socksProxy");
        List<String> exceptions = List.of("http.nonProxyHosts", "socksNonProxyHosts");
        exceptions.forEach(key -> System.setProperty(key, ""));
        for (String key : keys) {
            System.setProperty(key + "Host", "127.0.0.1");
            System.setProperty(key + "Port", Integer.toString(proxy.port()));
        }
        try {
            CodeServer server = served(out -> answer(out, new CodeAnswer.Content(new byte[] {'a'})));
            URI url = at("code.example", server);
            assertThat(get(fetcher(), url, PATIENCE, address())).isInstanceOf(CodeAnswer.Content.class);
            assertThat(proxy.requests()).isEmpty();
        } finally {
            exceptions.forEach(System::clearProperty);
            for (String key : keys) {
                System.clearProperty(key + "Host");
                System.clearProperty(key + "Port");
            }
        }
    }

    @Test
    void servers_prove_who_they_are(@TempDir Path directory) throws Exception {
        TestCertificate certificate = TestCertificate.selfSigned("dns:code.example", directory.resolve("a.p12"));
        TestCertificate another = TestCertificate.selfSigned("dns:code.example", directory.resolve("b.p12"));
        byte[] text = "print(1)".getBytes(StandardCharsets.UTF_8);
        CodeServer server = new CodeServer(
                certificate.tls().getServerSocketFactory(), out -> answer(out, new CodeAnswer.Content(text)));
        servers.add(server);
        URI right = URI.create("https://code.example:" + server.port() + "/");
        URI wrong = URI.create("https://other.example:" + server.port() + "/");

        CodeFetcher trusting = trusting(certificate);
        CodeAnswer answer = get(trusting, right, PATIENCE, address());
        assertThat(((CodeAnswer.Content) answer).bytes()).isEqualTo(text);
        assertUnreachable(trusting, wrong, "other.example", address());
        assertUnreachable(trusting(another), right, "PKIX", address());
        assertUnreachable(new HttpCodeFetcher(), right, "PKIX", address());
        assertThat(server.requests()).filteredOn(request -> !request.isEmpty()).hasSize(1);
    }

    private static CodeFetcher trusting(TestCertificate certificate) throws GeneralSecurityException {
        return new HttpCodeFetcher(
                new OkHttpClient.Builder().sslSocketFactory(certificate.tls().getSocketFactory(), certificate.trust()));
    }

    @Test
    void many_can_ask_one_host_at_the_same_time() throws Exception {
        int askers = 80;
        CountDownLatch all = new CountDownLatch(askers);
        CodeServer server = served(out -> {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer(out, new CodeAnswer.Content(new byte[] {'a'}));
        });
        CodeFetcher fetcher = fetcher();
        Thread[] threads = new Thread[askers];
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < askers; i++) {
            threads[i] = new Thread(() -> {
                try {
                    get(fetcher, at("localhost", server), PATIENCE, address());
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
        }
        Arrays.stream(threads).forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }
}
