package io.isol8.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.HostName;
import io.isol8.domain.NetworkEntry.Action;
import io.isol8.domain.NetworkPolicy;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways around the filter: none works, and each does where the control against it is taken away. */
final class BypassTest {

    private static final NetworkPolicy POLICY =
            ProxyFixture.policy(List.of("good\\.example", "^[0-9.:a-f]+$"), List.of("evil", "blocked"));

    /** What stops an attack, taken away. */
    private enum Control {
        POLICY {
            @Override
            Rules withoutIt(Rules all) {
                return new Rules(ProxyFixture.OPEN, all.parsing(), all.form(), all.hosts(), all.serverName());
            }
        },
        PARSING {
            @Override
            Rules withoutIt(Rules all) {
                return new Rules(all.policy(), BypassTest::lenient, all.form(), all.hosts(), all.serverName());
            }
        },
        FORM {
            @Override
            Rules withoutIt(Rules all) {
                return new Rules(all.policy(), BypassTest::lenient, any -> {}, all.hosts(), all.serverName());
            }
        },
        SPELLING {
            @Override
            Rules withoutIt(Rules all) {
                return new Rules(ProxyFixture.OPEN, all.parsing(), all.form(), BypassTest::whatever, all.serverName());
            }
        },
        SERVER_NAME {
            @Override
            Rules withoutIt(Rules all) {
                return new Rules(all.policy(), all.parsing(), all.form(), all.hosts(), (host, serverName) -> true);
            }
        };

        abstract Rules withoutIt(Rules all);
    }

    private static HttpDecoderConfig lenient() {
        return new HttpDecoderConfig()
                .setStrictLineParsing(false)
                .setUseRfc9112TransferEncoding(false)
                .setAllowDuplicateContentLengths(true)
                .setValidateHeaders(false);
    }

    private static HostName whatever(String spelled) {
        return new HostName(spelled, Optional.empty());
    }

    /** A forbidden server on every address that matters, an allowed one beside it. */
    private static final class Scene implements AutoCloseable {

        final ProxyFixture fixture;
        final TestOrigin forbidden = TestOrigin.saying("forbidden");
        final TestOrigin good = TestOrigin.saying("good");

        Scene(Rules rules) {
            fixture = new ProxyFixture(rules);
            fixture.host("good.example", "203.0.113.5", good);
            fixture.host("evil.example", "198.51.100.66", forbidden);
            for (String address : new String[] {
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "172.17.0.1",
                "169.254.169.254",
                "::1",
                "fd00::1",
                "fe80::1",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "::10.0.0.1"
            }) {
                fixture.network.machine(address, 80, forbidden).machine(address, 443, forbidden);
            }
            fixture.network.machine("203.0.113.5", 22, forbidden).machine("203.0.113.5", 8080, forbidden);
            fixture.network.name("private.good.example", "10.0.0.1");
            fixture.network.name("local6.good.example", "fd00::1");
            fixture.network.name("mixed.good.example", "203.0.113.5", "10.0.0.1");
            fixture.network.name("changes.good.example", "203.0.113.5").then("changes.good.example", "127.0.0.1");
            for (String spelled : new String[] {
                "2130706433", "0x7f000001", "017700000001", "127.1", "0177.0.0.1", "0x7f.1", "127.0.0.01"
            }) {
                fixture.network.name(spelled, "127.0.0.1");
            }
            for (String spelled : new String[] {"2852039166", "0xa9fea9fe", "025177524776", "169.254.43518"}) {
                fixture.network.name(spelled, "169.254.169.254");
            }
        }

        @Override
        public void close() throws Exception {
            fixture.close();
            forbidden.close();
        }
    }

    private interface Attempt {

        void against(Scene scene) throws Exception;
    }

    /** Whoever got something of it is told of that in a moment: it may have worked a little later than it was tried. */
    private record Attack(String name, Control control, Attempt attempt, Predicate<Scene> worked) {

        @Override
        public String toString() {
            return name;
        }
    }

    /** What is sent gets an answer of the forbidden server. */
    private static Attack request(String name, Control control, String sent) {
        return new Attack(
                name,
                control,
                scene -> scene.fixture.connect().send(sent).endOutput().all(),
                scene -> scene.forbidden.connections() > 0);
    }

    private static Attack get(Control control, String host) {
        return request("GET " + host, control, "GET http://" + host + "/ HTTP/1.1\r\nHost: good.example\r\n\r\n");
    }

    private static Attack tunnel(Control control, String target) {
        return request("CONNECT " + target, control, "CONNECT " + target + " HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    }

    /** What is sent gets to the allowed server at all. */
    private static Attack ambiguous(String name, Control control, String sent) {
        return new Attack(
                name,
                control,
                scene -> scene.fixture.connect().send(sent).endOutput().all(),
                scene -> scene.good.connections() > 0);
    }

    /** What is sent through a tunnel gets to the allowed server. */
    private static Attack opening(String name, byte[] sent) {
        return new Attack(
                name,
                Control.SERVER_NAME,
                scene -> scene.fixture
                        .connect()
                        .tunnelTo("good.example:443")
                        .send(sent)
                        .endOutput()
                        .all(),
                scene -> !scene.good.received().isEmpty());
    }

    static Stream<Attack> attacks() {
        String post = "POST http://good.example/ HTTP/1.1\r\n";
        String smuggled = "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n";
        byte[] evil = ClientHellos.of("evil.example");
        return Stream.of(
                get(Control.POLICY, "evil.example"),
                get(Control.POLICY, "EVIL.Example"),
                get(Control.POLICY, "evil.example."),
                get(Control.POLICY, "evil.example:80"),
                tunnel(Control.POLICY, "evil.example:443"),
                tunnel(Control.POLICY, "Evil.Example.:443"),
                tunnel(Control.POLICY, "evil.example"),
                tunnel(Control.POLICY, "good.example:22"),
                get(Control.POLICY, "good.example:8080"),
                get(Control.POLICY, "127.0.0.1"),
                get(Control.POLICY, "0.0.0.0"),
                get(Control.POLICY, "10.0.0.1"),
                get(Control.POLICY, "172.17.0.1"),
                get(Control.POLICY, "169.254.169.254"),
                get(Control.POLICY, "[::1]"),
                get(Control.POLICY, "[fd00::1]"),
                get(Control.POLICY, "[fe80::1]"),
                get(Control.POLICY, "[::ffff:127.0.0.1]"),
                get(Control.POLICY, "[::ffff:a9fe:a9fe]"),
                get(Control.POLICY, "[::10.0.0.1]"),
                get(Control.POLICY, "[64:ff9b::a9fe:a9fe]"),
                get(Control.POLICY, "[2002:a9fe:a9fe::1]"),
                tunnel(Control.POLICY, "169.254.169.254:443"),
                tunnel(Control.POLICY, "[::ffff:169.254.169.254]:80"),
                get(Control.POLICY, "private.good.example"),
                tunnel(Control.POLICY, "private.good.example:443"),
                get(Control.POLICY, "local6.good.example"),
                request(
                        "a name that changes between two requests",
                        Control.POLICY,
                        "GET http://changes.good.example/ HTTP/1.1\r\n\r\n".repeat(2)),
                request(
                        "a second request in the same breath",
                        Control.POLICY,
                        "GET http://good.example/ HTTP/1.1\r\n\r\nGET http://evil.example/ HTTP/1.1\r\n\r\n"),
                request(
                        "a second request behind a body",
                        Control.POLICY,
                        post + "Content-Length: 2\r\n\r\nhiGET http://evil.example/ HTTP/1.1\r\n\r\n"),
                get(Control.SPELLING, "2130706433"),
                get(Control.SPELLING, "0x7f000001"),
                get(Control.SPELLING, "017700000001"),
                get(Control.SPELLING, "127.1"),
                get(Control.SPELLING, "0177.0.0.1"),
                get(Control.SPELLING, "0x7f.1"),
                get(Control.SPELLING, "127.0.0.01"),
                get(Control.SPELLING, "2852039166"),
                get(Control.SPELLING, "0xa9fea9fe"),
                get(Control.SPELLING, "025177524776"),
                tunnel(Control.SPELLING, "169.254.43518:80"),
                ambiguous(
                        "length and chunks",
                        Control.PARSING,
                        post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled),
                ambiguous(
                        "chunks and length",
                        Control.PARSING,
                        post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled),
                ambiguous(
                        "two lengths that are one",
                        Control.PARSING,
                        post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi"),
                ambiguous("a line that ends without CR", Control.PARSING, "GET http://good.example/ HTTP/1.1\n\n"),
                ambiguous(
                        "a header that ends without CR",
                        Control.PARSING,
                        "GET http://good.example/ HTTP/1.1\r\nA: b\nHost: evil.example\r\n\r\n"),
                ambiguous(
                        "chunks in HTTP/1.0",
                        Control.PARSING,
                        post.replace("1.1", "1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                ambiguous(
                        "space before a colon", Control.PARSING, post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                ambiguous(
                        "an encoding that only some know", Control.FORM, post + "Transfer-Encoding: xchunked\r\n\r\n"),
                ambiguous("two encodings", Control.FORM, post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                ambiguous(
                        "an encoding twice",
                        Control.FORM,
                        post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                ambiguous(
                        "a tunnel with a body",
                        Control.FORM,
                        "CONNECT good.example:80 HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"),
                opening("the name of another server", evil),
                opening("the name of another server in pieces", ClientHellos.inRecordsOf(50, evil)),
                opening(
                        "the name of another server behind a warning",
                        ClientHellos.joined(new byte[] {21, 3, 1, 0, 2, 1, 100}, evil)),
                opening("no name of a server", ClientHellos.of()),
                opening("half the name of another server", Arrays.copyOf(evil, 60)),
                opening("the hello of SSL 2", new byte[] {(byte) 0x80, 46, 1, 3, 1, 0, 0, 0, 0, 0, 0}),
                opening("what pretends to be a hello", new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0}));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void does_not_work(Attack attack) throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            attack.attempt().against(scene);
            await().untilAsserted(() ->
                    assertThat(scene.fixture.log().entries()).anyMatch(entry -> entry.action() == Action.BLOCK));
            assertThat(attack.worked().test(scene)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void works_where_the_control_is_taken_away(Attack attack) throws Exception {
        try (Scene scene = new Scene(attack.control().withoutIt(Rules.of(POLICY)))) {
            attack.attempt().against(scene);
            // what is let through may still make the proxy stumble, once it is
            await().dontCatchUncaughtExceptions().until(() -> attack.worked().test(scene));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://good.example@evil.example/",
                "http://evil.example@good.example/",
                "http://user:pw@good.example/",
                "http://good.example#@evil.example/",
                "http://good.example\\@evil.example/",
                "http://good.example%2eevil/",
                "http://good.example:80:80/",
                "http://good.example:0/",
                "http://good.example:65536/",
                "http://:80/",
                "http:///",
                "http://",
                "https://good.example/",
                "ftp://good.example/",
                "/",
                "*",
                "good.example:80",
                "http://good.example:8 0/",
                "http://good.example\r/",
                "http://good.example/\rX",
                "http://good.example/\u0000",
                "http://good.example/\u00ff",
                "http://[::1/",
                "http://[good.example]/",
                "http://good.example,evil.example/"
            })
    void what_could_be_read_in_two_ways_goes_nowhere(String target) throws Exception {
        try (Scene scene = new Scene(Rules.of(ProxyFixture.OPEN))) {
            String answer = scene.fixture
                    .connect()
                    .send("GET " + target + " HTTP/1.1\r\nHost: good.example\r\n\r\n")
                    .endOutput()
                    .all();

            assertThat(answer).matches("(?s)HTTP/1.1 40[03] .*");
            assertThat(scene.fixture.network.connections).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GG\r\n", "-1\r\n", "5\nhello\r\n", "ffffffffff\r\n", "3\r\nhelloworld\r\n"})
    void a_chunk_that_is_none_ends_the_request(String chunk) throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            scene.fixture
                    .connect()
                    .send("POST http://good.example/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
                            + "0\r\n\r\nGET http://good.example/smuggled HTTP/1.1\r\n\r\n")
                    .endOutput()
                    .all();

            assertThat(scene.good.received()).doesNotContain("smuggled", "0\r\n\r\n");
        }
    }

    @Test
    void a_body_stays_a_body_whatever_is_said_of_its_length() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            String body = "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n";
            scene.fixture
                    .connect()
                    .send("POST http://good.example/ HTTP/1.1\r\nConnection: content-length, host\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .endOutput()
                    .all();

            await().until(() -> scene.good.received().endsWith(body));
            assertThat(scene.good.received())
                    .containsIgnoringCase("\r\nhost: good.example\r\n")
                    .containsIgnoringCase("\r\ncontent-length: " + body.length() + "\r\n");
        }
    }

    @Test
    void a_folded_header_is_one_line_for_the_host() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            scene.fixture
                    .connect()
                    .send(
                            "GET http://good.example/ HTTP/1.1\r\nA: b\r\n Host: evil.example\r\nHost: evil.example\r\n\r\n")
                    .endOutput()
                    .all();

            assertThat(scene.good.received())
                    .contains("A: b Host: evil.example\r\n")
                    .doesNotContain("\r\nHost: evil", "\r\nhost: evil", "\r\n ");
        }
    }

    @Test
    void the_address_that_was_looked_at_is_the_one_that_is_connected_to() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            String answer = scene.fixture
                    .connect()
                    .send("GET http://changes.good.example/ HTTP/1.1\r\n\r\n")
                    .answer();

            assertThat(answer).endsWith("good");
            assertThat(scene.fixture.network.lookups).containsExactly("changes.good.example");
            assertThat(scene.fixture.network.connections).containsExactly("203.0.113.5 80");
        }
    }

    @Test
    void of_a_hosts_addresses_only_those_are_used_that_may_be_reached() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            scene.fixture.network.name("mixed.good.example", "10.0.0.1", "203.0.113.5");

            scene.fixture
                    .connect()
                    .send("GET http://mixed.good.example/ HTTP/1.1\r\n\r\n")
                    .answer();

            assertThat(scene.fixture.network.connections).containsExactly("203.0.113.5 80");
        }
    }

    @Test
    void a_redirect_to_the_metadata_of_a_cloud_leads_nowhere() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            String there = "http://169.254.169.254/latest/meta-data/";
            scene.fixture.host(
                    "redirect.good.example",
                    "203.0.113.9",
                    TestOrigin.answering("HTTP/1.1 302 Found\r\nLocation: " + there + "\r\nContent-Length: 0\r\n\r\n"));
            ProgramConnection program = scene.fixture.connect();

            program.send("GET http://redirect.good.example/ HTTP/1.1\r\n\r\n");
            assertThat(program.head().toLowerCase(Locale.ROOT)).contains("location: " + there);
            program.send("GET " + there + " HTTP/1.1\r\n\r\n");

            assertThat(program.all()).startsWith("HTTP/1.1 403 ");
            assertThat(scene.forbidden.connections()).isZero();
        }
    }

    @Test
    void the_right_server_name_lets_a_tunnel_through_in_any_spelling_and_any_pieces() throws Exception {
        byte[] hello = ClientHellos.of("GOOD.example");
        for (byte[] sent : List.of(hello, ClientHellos.inRecordsOf(70, hello))) {
            try (Scene scene = new Scene(Rules.of(POLICY))) {
                ProgramConnection program = scene.fixture.connect().tunnelTo("Good.Example.:443");
                for (byte one : sent) {
                    program.send(new byte[] {one});
                }
                await().until(() -> scene.good.received().equals(new String(sent, StandardCharsets.ISO_8859_1)));
            }
        }
    }

    @Test
    void a_server_name_is_read_however_little_of_the_hello_comes_at_a_time() {
        byte[] hello = ClientHellos.inRecordsOf(20, ClientHellos.of("good.example"));
        OpeningBytes opening = new OpeningBytes();
        for (byte one : hello) {
            assertThat(opening.kind()).isEqualTo(OpeningBytes.Kind.UNKNOWN);
            opening.add(new byte[] {one}, 1);
        }

        assertThat(opening.kind()).isEqualTo(OpeningBytes.Kind.TLS);
        assertThat(opening.serverName()).contains("good.example");
    }

    @Test
    void a_tunnel_to_an_address_needs_no_server_name() throws Exception {
        try (Scene scene = new Scene(Rules.of(POLICY))) {
            byte[] hello = ClientHellos.of();
            scene.fixture.connect().tunnelTo("203.0.113.5:443").send(hello);
            await().until(() -> scene.good.received().length() == hello.length);
        }
    }

    @Test
    void a_pattern_of_catastrophic_cost_holds_nobody_up() throws Exception {
        NetworkPolicy costly = ProxyFixture.policy(List.of(), List.of("aaaa.*.*.*.*.*.*.*.*z$"));
        try (Scene scene = new Scene(Rules.of(costly))) {
            String host = "a".repeat(60) + "." + "a".repeat(60) + "." + "a".repeat(60) + ".example1";

            assertThat(scene.fixture
                            .connect()
                            .send("GET http://" + host + "/ HTTP/1.1\r\n\r\n")
                            .all())
                    .startsWith("HTTP/1.1 403 ");
            assertThat(scene.fixture
                            .connect()
                            .send("GET http://good.example/ HTTP/1.1\r\n\r\n")
                            .head())
                    .startsWith("HTTP/1.1 200 ");
        }
    }
}
