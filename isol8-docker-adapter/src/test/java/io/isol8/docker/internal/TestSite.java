package io.isol8.docker.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.isol8.docker.SocketEgressConnector;
import io.isol8.ports.EgressConnector;
import io.isol8.ports.Tunnel;
import io.isol8.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A site on loopback, with and without TLS, that offers a greeting and some packages under every name in {@code .test}. */
final class TestSite implements EgressConnector, AutoCloseable {

    private static final String NAMES = ".test";

    /** An authority, and a certificate of its own for the names. */
    private static final String MAKE_CERTIFICATE = """
            set -eu
            key() { keytool -genkeypair -keyalg EC -keystore site.p12 -storepass changeit -validity 2 "$@"; }
            key -alias ca -dname CN=authority -ext bc:c=ca:true -ext ku:c=keyCertSign
            key -alias site -dname CN=site -signer ca -ext eku=serverAuth -ext san=dns:site.test,dns:other.test
            keytool -exportcert -rfc -alias ca -keystore site.p12 -storepass changeit > ca.pem
            keytool -delete -alias ca -keystore site.p12 -storepass changeit
            """;

    private final byte[] authority;
    private final HttpsServer secure;
    private final HttpServer plain;
    private final PackageIndex secureIndex;
    private final PackageIndex plainIndex;
    private final EgressConnector machine = new SocketEgressConnector();

    private TestSite(byte[] authority, HttpsServer secure, HttpServer plain) {
        this.authority = authority;
        this.secure = secure;
        this.plain = plain;
        this.secureIndex = offered("https", secure);
        this.plainIndex = offered("http", plain);
    }

    /** @param directory where there is room for keys */
    static TestSite open(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Process maker = new ProcessBuilder("sh", "-c", MAKE_CERTIFICATE)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!maker.waitFor(120, TimeUnit.SECONDS) || maker.exitValue() != 0) {
            throw new AssertionError("no certificate: " + said);
        }
        HttpsServer secure = HttpsServer.create(anyPort(), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(
                TestCertificate.in(directory.resolve("site.p12")).tls()));
        return new TestSite(Files.readAllBytes(directory.resolve("ca.pem")), secure, HttpServer.create(anyPort(), 0));
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static PackageIndex offered(String scheme, HttpServer server) {
        server.createContext("/hello", exchange -> send(exchange, "text/plain", "hello"));
        server.createContext(
                "/hello.ts", exchange -> send(exchange, "application/typescript", "console.log(\"hello\");\n"));
        server.createContext(
                "/npm/hello", exchange -> send(exchange, "application/json", npmPackage(scheme, exchange)));
        return PackageIndex.on(server);
    }

    private static String npmPackage(String scheme, HttpExchange exchange) {
        String tarball = scheme + "://" + exchange.getRequestHeaders().getFirst("Host") + "/npm/hello.tgz";
        return "{\"name\": \"hello\", \"dist-tags\": {\"latest\": \"1.0.0\"}, \"versions\": {\"1.0.0\": {\"name\": \"hello\","
                + " \"version\": \"1.0.0\", \"description\": \"hello\", \"dist\": {\"tarball\": \"" + tarball
                + "\"}}}}";
    }

    private static void send(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Whom clients have to trust, as PEM. */
    byte[] authority() {
        return authority.clone();
    }

    List<Integer> ports() {
        return List.of(secure.getAddress().getPort(), plain.getAddress().getPort());
    }

    /** The beginning of a URL, without a slash at its end. */
    String url(String scheme, String host) {
        HttpServer server = scheme.equals("https") ? secure : plain;
        return scheme + "://" + host + ":" + server.getAddress().getPort();
    }

    @Override
    public List<InetAddress> resolve(String host) {
        return host.endsWith(NAMES) ? List.of(InetAddress.getLoopbackAddress()) : machine.resolve(host);
    }

    @Override
    public Tunnel connect(InetAddress address, int port, Duration timeout) {
        return machine.connect(address, port, timeout);
    }

    @Override
    public void close() {
        secureIndex.close();
        plainIndex.close();
    }
}
