package io.isol8.engine.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkEntry.Action;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FilteringProxyTest {

    private static final String ADDRESS = "203.0.113.5";

    private final ProxyFixture fixture = new ProxyFixture(ProxyFixture.policy(List.of(), List.of("evil")));

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static void awaitEnd(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private TestOrigin host(TestOrigin origin) {
        return fixture.host("a.example", ADDRESS, origin);
    }

    private NetworkEntry onlyEntry() {
        await().until(() -> fixture.log().entries().size() == 1);
        return fixture.log().entries().get(0);
    }

    @Test
    void a_request_is_forwarded_in_the_form_that_hosts_know() throws Exception {
        TestOrigin origin = host(TestOrigin.saying("hello"));

        String answer = fixture.connect().send("""
                        GET http://a.example/a%20b?c=d HTTP/1.1\r
                        Host: other.example\r
                        X-Own: 1\r
                        Proxy-Authorization: secret\r
                        Proxy-Connection: keep-alive\r
                        Connection: x-hop\r
                        X-Hop: 1\r
                        TE: trailers\r
                        Keep-Alive: 5\r
                        Upgrade: h2c\r
                        \r
                        """).answer();

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
        assertThat(origin.received()).startsWith("GET /a%20b?c=d HTTP/1.1\r\n").contains("X-Own: 1\r\n");
        assertThat(origin.received().toLowerCase(Locale.ROOT))
                .contains("host: a.example\r\n", "connection: close\r\n")
                .doesNotContain("other.example", "proxy-", "x-hop", "te:", "keep-alive", "upgrade");
    }

    @Test
    void the_requests_of_a_connection_are_served_one_after_the_other_pipelined_or_not() throws Exception {
        host(TestOrigin.saying("one"));
        fixture.host("b.example", "203.0.113.6", TestOrigin.saying("two"));
        ProgramConnection program = fixture.connect();

        program.send("GET http://a.example/ HTTP/1.1\r\n\r\n");
        assertThat(program.answer()).endsWith("one");
        program.send("GET http://b.example/ HTTP/1.1\r\n\r\nGET http://a.example HTTP/1.1\r\n\r\n");
        assertThat(program.answer()).endsWith("two");
        assertThat(program.answer()).endsWith("one");

        assertThat(fixture.log().entries())
                .extracting(NetworkEntry::host)
                .containsExactly("a.example", "b.example", "a.example");
    }

    @Test
    void a_blocked_request_is_told_so() throws Exception {
        String answer = fixture.connect()
                .send("GET http://Evil.example./x HTTP/1.1\r\n\r\n")
                .all();

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .contains("Content-Type: text/plain")
                .endsWith("\r\n\r\nisol8: request to evil.example blocked by network filter");
        NetworkEntry entry = onlyEntry();
        assertThat(entry.action()).isEqualTo(Action.BLOCK);
        assertThat(entry.method()).isEqualTo("GET");
        assertThat(entry.host()).isEqualTo("evil.example");
        assertThat(entry.path()).contains("/x");
        assertThat(entry.status()).contains(403);
        assertThat(entry.reason()).contains("the blacklist has it");
        assertThat(fixture.network.lookups).isEmpty();
    }

    @Test
    void a_blocked_tunnel_is_told_so() throws Exception {
        String answer = fixture.connect()
                .send("CONNECT evil.example:443 HTTP/1.1\r\n\r\n")
                .all();

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .endsWith("\r\n\r\nisol8: CONNECT to evil.example blocked by network filter");
        NetworkEntry entry = onlyEntry();
        assertThat(entry.action()).isEqualTo(Action.BLOCK);
        assertThat(entry.method()).isEqualTo("CONNECT");
        assertThat(entry.path()).isEmpty();
    }

    @Test
    void a_host_that_cannot_be_reached_is_told_so() throws Exception {
        fixture.network.name("dead.example", ADDRESS);

        assertThat(fixture.connect()
                        .send("GET http://dead.example/ HTTP/1.1\r\n\r\n")
                        .all())
                .startsWith("HTTP/1.1 502 ")
                .endsWith("\r\n\r\nisol8: proxy error: connection to dead.example:80 failed");
        assertThat(fixture.connect()
                        .send("GET http://nowhere.example/ HTTP/1.1\r\n\r\n")
                        .all())
                .endsWith("\r\n\r\nisol8: proxy error: connection to nowhere.example:80 failed");
        assertThat(fixture.connect()
                        .send("CONNECT nowhere.example HTTP/1.1\r\n\r\n")
                        .all())
                .endsWith("\r\n\r\nisol8: proxy error: connection to nowhere.example:443 failed");
        assertThat(fixture.log().entries()).allMatch(entry -> entry.action() == Action.ALLOW);
    }

    @Test
    void a_host_that_hangs_up_without_an_answer_counts_as_unreachable() throws Exception {
        host(new TestOrigin((in, out) -> {}));

        assertThat(fixture.connect()
                        .send("GET http://a.example/ HTTP/1.1\r\n\r\n")
                        .all())
                .startsWith("HTTP/1.1 502 ");
    }

    @Test
    void other_addresses_of_a_host_are_tried() throws Exception {
        host(TestOrigin.saying("hello"));
        fixture.network.name("a.example", "203.0.113.99", ADDRESS);

        assertThat(fixture.connect()
                        .send("GET http://a.example/ HTTP/1.1\r\n\r\n")
                        .answer())
                .endsWith("hello");
    }

    @Test
    void bodies_are_passed_on_while_they_come() throws Exception {
        CountDownLatch firstHalf = new CountDownLatch(1);
        TestOrigin origin = host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            in.readNBytes(5);
            firstHalf.countDown();
            String rest = new String(in.readNBytes(5), StandardCharsets.US_ASCII);
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
        }));
        ProgramConnection program = fixture.connect();

        program.send("POST http://a.example/ HTTP/1.1\r\nContent-Length: 10\r\n\r\nfirst");
        firstHalf.await();
        program.send("2-lst");

        assertThat(program.answer()).endsWith("2-lst");
        assertThat(origin.received().toLowerCase(Locale.ROOT)).contains("content-length: 10\r\n");
    }

    @Test
    void chunks_are_passed_on_without_trailers() throws Exception {
        TestOrigin origin = host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            in.readNBytes("5\r\nhello\r\n0\r\n\r\n".length());
            out.write("""
                    HTTP/1.1 200 OK\r
                    Transfer-Encoding: chunked\r
                    \r
                    3;x=y\r
                    abc\r
                    2\r
                    de\r
                    0\r
                    Trailer: x\r
                    \r
                    """.getBytes(StandardCharsets.US_ASCII));
            in.read();
        }));
        ProgramConnection program = fixture.connect();

        program.send("""
                POST http://a.example/ HTTP/1.1\r
                Transfer-Encoding: chunked\r
                Connection: close\r
                \r
                5\r
                hello\r
                0\r
                X-Trailer: 1\r
                \r
                """);

        assertThat(program.all())
                .contains("transfer-encoding: chunked")
                .endsWith("\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        assertThat(origin.received()).endsWith("\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void an_answer_that_ends_with_the_connection_becomes_chunks() throws Exception {
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.0 200 OK\r\n\r\nall of it".getBytes(StandardCharsets.US_ASCII));
        }));
        ProgramConnection program = fixture.connect();

        program.send("GET http://a.example/ HTTP/1.1\r\n\r\n");
        assertThat(program.head()).contains("transfer-encoding: chunked");
        assertThat(new String(program.in.readNBytes(19), StandardCharsets.US_ASCII))
                .isEqualTo("9\r\nall of it\r\n0\r\n\r\n");

        ProgramConnection old = fixture.connect();
        old.send("GET http://a.example/ HTTP/1.0\r\n\r\n");
        assertThat(old.all()).doesNotContain("chunked").endsWith("\r\n\r\nall of it");
    }

    @Test
    void an_answer_that_breaks_off_breaks_off() throws Exception {
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.US_ASCII));
        }));

        assertThat(fixture.connect()
                        .send("GET http://a.example/ HTTP/1.1\r\n\r\n")
                        .all())
                .endsWith("\r\n\r\nhalf");
    }

    @Test
    void answers_without_a_body_have_none() throws Exception {
        host(TestOrigin.answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"));
        fixture.host("n.example", "203.0.113.7", TestOrigin.answering("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"));
        ProgramConnection program = fixture.connect();

        program.send("HEAD http://a.example/ HTTP/1.1\r\n\r\n");
        assertThat(program.head().toLowerCase(Locale.ROOT)).contains("content-length: 1000");
        program.send("GET http://n.example/ HTTP/1.1\r\n\r\n");
        assertThat(program.head()).startsWith("HTTP/1.1 304 ");
        program.send("HEAD http://a.example/ HTTP/1.1\r\n\r\n");
        assertThat(program.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_program_that_waits_to_be_told_to_go_on_is_told() throws Exception {
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            in.readNBytes(4);
            out.write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }));
        ProgramConnection program = fixture.connect();

        program.send("PUT http://a.example/ HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        assertThat(program.head()).startsWith("HTTP/1.1 100 ");
        program.send("body");
        assertThat(program.head()).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void a_program_that_must_not_go_on_is_told_that_too() throws Exception {
        host(TestOrigin.answering("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno"));
        ProgramConnection program = fixture.connect();

        program.send("PUT http://a.example/ HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");

        assertThat(program.answer())
                .startsWith("HTTP/1.1 417 ")
                .contains("connection: close")
                .endsWith("no");
        assertThat(program.in.read()).isEqualTo(-1);
    }

    @Test
    void a_host_that_answers_before_it_has_read_everything_is_heard() throws Exception {
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.1 413 No\r\nContent-Length: 8\r\n\r\ntoo long".getBytes(StandardCharsets.US_ASCII));
            in.readNBytes(1000);
        }));
        ProgramConnection program = fixture.connect();

        program.send("PUT http://a.example/ HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n")
                .send(new byte[1000]);

        assertThat(program.answer()).endsWith("too long");
    }

    @Test
    void a_body_that_its_host_does_not_wait_for_is_read_to_its_end_by_one_reader() throws Exception {
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.1 413 No\r\nContent-Length: 8\r\n\r\ntoo long".getBytes(StandardCharsets.US_ASCII));
            in.readAllBytes();
        }));
        ProgramConnection program = fixture.connect();
        program.send("PUT http://a.example/ HTTP/1.1\r\nContent-Length: 500000\r\n\r\n")
                .send(new byte[1000]);
        assertThat(program.answer()).contains("connection: close").endsWith("too long");
        assertThat(program.in.read()).isEqualTo(-1);

        program.send(new byte[499_000]).send("what follows is no body").endOutput();

        await().until(() -> fixture.served() == 1);
        assertThat(fixture.mostReaders()).isEqualTo(1);
    }

    @Test
    void a_host_that_takes_no_more_of_a_body_keeps_nobody_waiting() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write("HTTP/1.1 413 No\r\nContent-Length: 8\r\n\r\ntoo long".getBytes(StandardCharsets.US_ASCII));
            awaitEnd(over);
        }));
        ProgramConnection program = fixture.connect();

        program.send("PUT http://a.example/ HTTP/1.1\r\nContent-Length: 50000000\r\n\r\n")
                .send(new byte[50_000_000])
                .endOutput();

        assertThat(program.answer()).endsWith("too long");
        await().until(() -> fixture.served() == 1);
        over.countDown();
    }

    @Test
    void a_tunnel_carries_bytes_both_ways_and_ends_one_way_at_a_time() throws Exception {
        TestOrigin origin = host(new TestOrigin((in, out) -> {
            byte[] all = in.readAllBytes();
            out.write(("got " + all.length).getBytes(StandardCharsets.US_ASCII));
        }));
        ProgramConnection program = fixture.connect().tunnelTo("a.example:443");

        program.send("x".repeat(200_000)).endOutput();

        assertThat(program.all()).isEqualTo("got 200000");
        await().until(() -> origin.open() == 0);
        NetworkEntry entry = onlyEntry();
        assertThat(entry.bytesOut()).isEqualTo(200_000);
        assertThat(entry.bytesIn()).isEqualTo("got 200000".length());
        assertThat(fixture.log().bytesOut()).isEqualTo(200_000);
    }

    @Test
    void what_comes_with_the_request_for_a_tunnel_goes_through_it() throws Exception {
        host(TestOrigin.echo());
        ProgramConnection program = fixture.connect();

        program.send("CONNECT a.example:443 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")
                .endOutput();

        assertThat(program.all()).isEqualTo("HTTP/1.1 200 Connection Established\r\n\r\nGET / HTTP/1.1\r\n\r\n");
    }

    @Test
    void a_host_may_speak_first() throws Exception {
        host(new TestOrigin((in, out) -> {
            out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
            in.read();
        }));
        ProgramConnection program = fixture.connect().tunnelTo("a.example");

        assertThat(new String(program.in.readNBytes(11), StandardCharsets.US_ASCII))
                .isEqualTo("220 ready\r\n");
    }

    @Test
    void closing_the_proxy_ends_everything_and_lets_nothing_new_in() throws Exception {
        TestOrigin origin = host(new TestOrigin((in, out) -> in.read()));
        ProgramConnection tunnel = fixture.connect().tunnelTo("a.example");
        ProgramConnection request = fixture.connect().send("GET http://a.example/ HTTP/1.1\r\n\r\n");
        ProgramConnection idle = fixture.connect();
        await().until(() -> origin.connections() == 2);

        fixture.proxy.close();

        assertThat(tunnel.all()).isEmpty();
        assertThat(request.all()).doesNotContain("200");
        assertThat(idle.all()).isEmpty();
        await().until(() -> origin.open() == 0);
        assertThat(fixture.connect()
                        .send("GET http://a.example/ HTTP/1.1\r\n\r\n")
                        .all())
                .isEmpty();
    }

    @Test
    void closing_the_proxy_ends_what_waits_for_a_name_or_a_connection() throws Exception {
        fixture.network.name("a.example", ADDRESS).silent(ADDRESS).silent("b.example");
        ProgramConnection tunnel = fixture.connect().send("CONNECT a.example:443 HTTP/1.1\r\n\r\n");
        ProgramConnection request = fixture.connect().send("GET http://b.example/ HTTP/1.1\r\n\r\n");
        await().until(() -> fixture.network.waiting() == 2);

        fixture.proxy.close();

        await().until(() -> fixture.network.waiting() == 0);
        assertThat(tunnel.all()).isEmpty();
        assertThat(request.all()).isEmpty();
    }

    @Test
    void a_program_whose_connection_is_about_to_be_closed_is_told_no_failure() throws Exception {
        fixture.network.name("a.example", ADDRESS).silent(ADDRESS);
        ProgramConnection tunnel = fixture.connect().send("CONNECT a.example:443 HTTP/1.1\r\n\r\n");
        await().until(() -> fixture.network.waiting() == 1);
        fixture.closeLate();

        fixture.proxy.close();

        assertThat(tunnel.all()).isEmpty();
    }

    @Test
    void names_that_nothing_is_heard_of_are_looked_up_a_few_at_a_time() throws Exception {
        fixture.network.silent("a.example");
        for (int i = 0; i < 20; i++) {
            fixture.connect().send("CONNECT a.example:443 HTTP/1.1\r\n\r\n");
        }
        await().until(() -> fixture.log().entries().size() == 20 && fixture.network.waiting() == 8);
        assertThat(fixture.network.lookups).hasSize(8);

        fixture.proxy.close();

        await().until(() -> fixture.network.waiting() == 0);
    }

    @Test
    void what_is_no_request_to_a_proxy_is_refused() throws Exception {
        assertThat(fixture.connect()
                        .send("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
                        .all())
                .startsWith("HTTP/1.1 403 ");
        assertThat(fixture.connect().send("hello\r\n\r\n").all()).startsWith("HTTP/1.1 400 ");
        assertThat(fixture.connect()
                        .send("GET http://a.example/" + "x".repeat(20_000))
                        .all())
                .startsWith("HTTP/1.1 400 ");
        assertThat(fixture.connect()
                        .send("GET http://a.example/ HTTP/2.0\r\n\r\n")
                        .all())
                .startsWith("HTTP/1.1 403 ");
        assertThat(fixture.network.connections).isEmpty();
    }

    @Test
    void the_log_is_bounded_and_says_how_much_is_missing() throws Exception {
        for (int i = 0; i < 1003; i++) {
            try (ProgramConnection program = fixture.connect()) {
                program.send("CONNECT evil.example HTTP/1.1\r\n\r\n").head();
            }
        }

        assertThat(fixture.log().entries()).hasSize(1000);
        assertThat(fixture.log().dropped()).isEqualTo(3);
    }

    @Test
    void two_hundred_tunnels_work_at_the_same_time() throws Exception {
        TestOrigin origin = host(TestOrigin.echo());
        List<ProgramConnection> programs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            programs.add(fixture.connect().tunnelTo("a.example"));
        }

        for (int i = 0; i < 200; i++) {
            programs.get(i).send("%03d".formatted(i));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(new String(programs.get(i).in.readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("%03d".formatted(i));
        }
        assertThat(origin.open()).isEqualTo(200);
    }

    @Test
    void large_bodies_arrive_whole() throws Exception {
        int size = 20 << 20;
        host(new TestOrigin((in, out) -> {
            TestOrigin.head(in);
            out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < size; sent++) {
                sent += writeSome(out, Math.min(60_000, size - sent)) - 1;
            }
        }));
        ProgramConnection program = fixture.connect().send("GET http://a.example/ HTTP/1.1\r\n\r\n");
        program.head();

        byte[] body = program.in.readNBytes(size);

        assertThat(body).hasSize(size);
        await().untilAsserted(() -> assertThat(onlyEntry().bytesIn()).isGreaterThan(size));
    }

    private static int writeSome(OutputStream out, int count) throws IOException {
        out.write(new byte[count]);
        return count;
    }
}
