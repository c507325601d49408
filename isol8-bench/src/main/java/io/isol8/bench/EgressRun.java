package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Cidr;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.pool.PoolPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a request costs more if it goes through the filter: the same client beside it, on this machine, goes without. */
public final class EgressRun {

    private static final int ROUNDS = 3;
    private static final long BYTES = 256L << 20;
    private static final int TUNNELS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Prints nanoseconds. SITE is where to go, HTTP_PROXY through what if anything; WAY is new, kept (connections), tunnels
     * (new), or tunnel (kept).
     */
    private static final String REQUESTS = """
            import http.client, os, time
            site, way = os.environ['SITE'], os.environ['WAY']
            proxy = os.environ.get('HTTP_PROXY', '').removeprefix('http://')
            tunnels = proxy and way.startswith('tunnel')
            path = '/2' if tunnels or not proxy else f'http://{site}/2'
            def connect():
                made = http.client.HTTPConnection(proxy or site)
                if tunnels:
                    made.set_tunnel(site)
                return made
            def ask(connection):
                connection.request('GET', path)
                answer = connection.getresponse()
                assert answer.status == 200 and len(answer.read()) == 2
            kept = connect() if way in ('kept', 'tunnel') else None
            times = []
            for i in range(int(os.environ['WARM_UP']) + int(os.environ['RUNS'])):
                begin = time.perf_counter_ns()
                connection = kept or connect()
                ask(connection)
                if connection is not kept:
                    connection.close()
                times.append(time.perf_counter_ns() - begin)
            print(*times[int(os.environ['WARM_UP']):])
            """;

    /** Prints nanoseconds for a body of so many bytes from the server (GET) or to it (PUT), through a tunnel if there is a proxy. */
    private static final String LOAD = """
            import http.client, os, time
            site, size, method = os.environ['SITE'], int(os.environ['SIZE']), os.environ['METHOD']
            proxy = os.environ.get('HTTP_PROXY', '').removeprefix('http://')
            connection = http.client.HTTPConnection(proxy or site)
            if proxy:
                connection.set_tunnel(site)
            connection.connect()
            piece = memoryview(bytearray(1 << 20))
            begin = time.perf_counter_ns()
            if method == 'PUT':
                pieces = (piece for _ in range(size // len(piece)))
                connection.request('PUT', '/', pieces, {'Content-Length': size})
            else:
                connection.request('GET', f'/{size}')
            answer, left = connection.getresponse(), 0 if method == 'PUT' else size
            assert answer.status == 200
            while left:
                got = answer.readinto(piece)
                assert got
                left -= got
            print(time.perf_counter_ns() - begin)
            """;

    /**
     * Prints nanoseconds for all, how many came back as they were, and nanoseconds for each: connections that are all open
     * before the first is used, each of which has bytes of its own echoed.
     */
    private static final String TOGETHER = """
            import asyncio, os, time
            site, size = os.environ['SITE'], 64 << 10
            proxy = os.environ.get('HTTP_PROXY', '').removeprefix('http://')
            host, port = (proxy or site).split(':')
            async def one(opened):
                begin = time.perf_counter_ns()
                reader, writer = await asyncio.open_connection(host, int(port))
                if proxy:
                    writer.write(f'CONNECT {site} HTTP/1.1\\r\\nHost: {site}\\r\\n\\r\\n'.encode())
                    assert b' 200 ' in await reader.readuntil(b'\\r\\n\\r\\n')
                await opened.wait()
                sent = os.urandom(size)
                writer.write(f'POST / HTTP/1.1\\r\\nContent-Length: {size}\\r\\n\\r\\n'.encode() + sent)
                assert b' 200 ' in await reader.readuntil(b'\\r\\n\\r\\n')
                came = await reader.readexactly(size)
                writer.close()
                return came == sent, time.perf_counter_ns() - begin
            async def all():
                count = int(os.environ['COUNT'])
                opened = asyncio.Barrier(count)
                begin = time.perf_counter_ns()
                each = await asyncio.gather(*(one(opened) for _ in range(count)), return_exceptions=True)
                took = time.perf_counter_ns() - begin
                right = [it[1] for it in each if isinstance(it, tuple) and it[0]]
                print(took, len(right), *right)
            asyncio.run(all())
            """;

    private final int runs;
    private final int warmUp;

    /** @param runs how many requests of each kind are timed */
    EgressRun(int runs) {
        this.runs = runs;
        this.warmUp = WarmRun.WARM_UP;
    }

    /** Prints these tables alone. The argument is how many requests of each kind are timed. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the requests");
        }
        System.out.println("Measured on " + Machine.describe() + ".\n");
        System.out.println(new EgressRun(Integer.parseInt(arguments[0])).tables());
    }

    String tables() throws IOException {
        try (BenchSite site = new BenchSite();
                DockerIsol8 isol8 = DockerIsol8.builder()
                        .options(options(site))
                        .pooling(PoolPolicy.DEFAULT)
                        .build()) {
            Client host = (program, environment) -> onHost(site, program, environment);
            Client sandbox = (program, environment) -> inSandbox(isol8, site, program, environment);
            return requests("A request through the filter, a connection for each", host, "new", sandbox, "tunnels")
                    + "\n"
                    + requests("A request through the filter, one connection for all", host, "kept", sandbox, "tunnel")
                    + "\n" + load("256 MiB from a server", "GET", host, sandbox)
                    + "\n" + load("256 MiB to a server", "PUT", host, sandbox)
                    + "\n" + together(host, sandbox);
        }
    }

    private static Isol8Options options(BenchSite site) {
        return Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .networkPolicy(new NetworkPolicy(
                        List.of(), List.of(), List.of(new Cidr(BenchSite.HOST + "/32")), List.of(site.port())))
                .timeout(PATIENCE)
                .build();
    }

    /** Runs a Python program: the words that it prints. */
    private interface Client {
        List<String> run(String program, Map<String, String> environment) throws IOException;
    }

    private static List<String> inSandbox(
            DockerIsol8 isol8, BenchSite site, String program, Map<String, String> environment) {
        ExecutionResult result = isol8.execute(ExecutionRequest.builder("python")
                .code(program)
                .env(environment)
                .env("SITE", BenchSite.HOST + ":" + site.port())
                .build());
        if (result.exitCode() != 0) {
            throw new IllegalStateException("not what was expected: " + result);
        }
        return List.of(result.stdout().split(" "));
    }

    private static List<String> onHost(BenchSite site, String program, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", "-c", program);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("SITE", BenchSite.HOST + ":" + site.port());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of(said.strip().split(" "));
    }

    private String requests(String title, Client host, String way, Client sandbox, String tunnel) throws IOException {
        Series direct = new Series("on the machine, without a filter");
        Series http = new Series("HTTP request to the proxy");
        Series tunnelled = new Series("in a tunnel");
        for (int i = 0; i < ROUNDS; i++) {
            requests(direct, host, way);
            requests(http, sandbox, way);
            requests(tunnelled, sandbox, tunnel);
        }
        return Table.tails(title, List.of(direct, http, tunnelled));
    }

    private void requests(Series times, Client client, String way) throws IOException {
        Map<String, String> environment = Map.of(
                "WAY",
                way,
                "WARM_UP",
                Integer.toString(warmUp),
                "RUNS",
                Integer.toString((runs + ROUNDS - 1) / ROUNDS));
        client.run(REQUESTS, environment).forEach(time -> times.add(Long.parseLong(time)));
    }

    private static String load(String title, String method, Client host, Client sandbox) throws IOException {
        Series direct = new Series("on the machine, without a filter");
        Series tunnelled = new Series("in a tunnel");
        Map<String, String> load = Map.of("SIZE", Long.toString(BYTES), "METHOD", method);
        for (int i = 0; i < ROUNDS + 2; i++) {
            direct.add(Long.parseLong(host.run(LOAD, load).get(0)));
            tunnelled.add(Long.parseLong(sandbox.run(LOAD, load).get(0)));
        }
        return Table.rates(title, BYTES, List.of(direct, tunnelled));
    }

    private static String together(Client host, Client sandbox) throws IOException {
        Series direct = new Series("on the machine, without a filter");
        Series tunnelled = new Series("in tunnels");
        String lines = together(direct, host) + together(tunnelled, sandbox);
        return Table.tails(
                        TUNNELS + " connections at once, each with 64 KiB there and back", List.of(direct, tunnelled))
                + "\n" + lines;
    }

    /** The best of some attempts, as the first ones find nothing warm. */
    private static String together(Series times, Client client) throws IOException {
        long best = Long.MAX_VALUE;
        int right = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<String> said = client.run(TOGETHER, Map.of("COUNT", Integer.toString(TUNNELS)));
            best = Math.min(best, Long.parseLong(said.get(0)));
            right += Integer.parseInt(said.get(1));
            said.subList(2, said.size()).forEach(time -> times.add(Long.parseLong(time)));
        }
        return String.format(
                Locale.ROOT,
                "%s: %d of %d right, all %d within %.0f ms%n",
                times.name(),
                right,
                ROUNDS * TUNNELS,
                TUNNELS,
                best / 1e6);
    }
}
