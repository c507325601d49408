package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.Cidr;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.FileContent;
import io.isol8.domain.HostPattern;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.engine.LocalService;
import io.isol8.ports.ExecutionOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people fetch things with gets through the filter, and not around it (spec 13.6, 19). */
@Timeout(120)
class ClientsIT {

    private static final OwnContainers CONTAINERS = OwnContainers.asShipped();
    private static final String ALLOWED = "site.test";
    private static final String DENIED = "other.test";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Whose variable says whom to trust is different with every client. */
    private static final List<String> TRUST =
            List.of("SSL_CERT_FILE", "CURL_CA_BUNDLE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "DENO_CERT");

    @TempDir
    static Path keys;

    private static Optional<TestSite> opened = Optional.empty();
    private static Optional<LocalService> service = Optional.empty();

    @BeforeAll
    static void open() throws Exception {
        opened = Optional.of(TestSite.open(keys));
        service = Optional.of(CONTAINERS.service(site()));
    }

    @AfterAll
    static void close() {
        service.ifPresent(LocalService::close);
        CONTAINERS.close();
        opened.ifPresent(TestSite::close);
    }

    private static TestSite site() {
        return opened.orElseThrow();
    }

    private static ExecutionResult run(
            String runtime, String command, NetworkPolicy policy, byte[] authorities, String site) {
        ExecutionRequest.Builder request = ExecutionRequest.builder(runtime)
                .cmd(command)
                .file("trusted.pem", FileContent.of(authorities))
                .env("SITE", site)
                .env("PIP_RETRIES", "0")
                .env("NPM_CONFIG_FETCH_RETRIES", "0")
                .env("NPM_CONFIG_UPDATE_NOTIFIER", "false")
                .env("DENO_NO_UPDATE_CHECK", "1")
                .timeout(DEADLINE);
        if (authorities.length > 0) {
            TRUST.forEach(name -> request.env(name, "/sandbox/trusted.pem"));
        }
        Isol8Options options = Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .networkPolicy(policy)
                .logNetwork(true)
                .build();
        return service.orElseThrow().execute(new ExecutionOrder(request.build(), options, "default", Optional.empty()));
    }

    private static ExecutionResult visit(String runtime, String command, String url) {
        NetworkPolicy policy = new NetworkPolicy(
                        List.of(), List.of(), List.of(new Cidr("127.0.0.0/8"), new Cidr("::1/128")), site().ports())
                .withLists(Optional.of(List.of(HostPattern.exactly(ALLOWED))), Optional.empty());
        return run(runtime, command, policy, site().authority(), url);
    }

    private static List<NetworkEntry> asked(ExecutionResult result) {
        return result.networkLog().map(log -> log.entries()).orElse(List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            bash   | https | curl --silent --show-error --fail $SITE/hello
            bash   | http  | curl --silent --show-error --fail $SITE/hello
            python | https | python3 -c 'import os, urllib.request as u; print(u.urlopen(os.environ["SITE"] + "/hello").read().decode())'
            python | http  | python3 -c 'import os, urllib.request as u; print(u.urlopen(os.environ["SITE"] + "/hello").read().decode())'
            python | https | pip download --quiet --no-deps --no-cache-dir --index-url $SITE/simple tiny-one==2.0 && echo hello
            node   | https | node -e 'fetch(process.env.SITE + "/hello").then(it => it.text()).then(console.log)'
            node   | http  | node -e 'fetch(process.env.SITE + "/hello").then(it => it.text()).then(console.log)'
            node   | https | npm view --registry $SITE/npm/ hello description
            node   | http  | npm view --registry $SITE/npm/ hello description
            bun    | https | bun -e 'console.log(await (await fetch(process.env.SITE + "/hello")).text())'
            bun    | http  | bun -e 'console.log(await (await fetch(process.env.SITE + "/hello")).text())'
            deno   | https | deno eval 'console.log(await (await fetch(Deno.env.get("SITE") + "/hello")).text())'
            deno   | http  | deno eval 'console.log(await (await fetch(Deno.env.get("SITE") + "/hello")).text())'
            deno   | https | deno run --quiet --allow-import $SITE/hello.ts
            """)
    void aClientGetsWhatIsAllowedAndNothingElse(String runtime, String scheme, String command) {
        ExecutionResult good = visit(runtime, command, site().url(scheme, ALLOWED));
        ExecutionResult evil = visit(runtime, command, site().url(scheme, DENIED));

        assertThat(good.stdout()).as(good.toString()).isEqualTo("hello");
        assertThat(good.exitCode()).isZero();
        assertThat(asked(good)).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.host()).isEqualTo(ALLOWED);
            assertThat(entry.action()).isEqualTo(NetworkEntry.Action.ALLOW);
            assertThat(entry.status()).contains(200);
            assertThat(entry.bytesIn()).isPositive();
        });
        assertThat(evil.stdout()).doesNotContain("hello");
        assertThat(asked(evil)).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.host()).isEqualTo(DENIED);
            assertThat(entry.action()).isEqualTo(NetworkEntry.Action.BLOCK);
            assertThat(entry.status()).contains(403);
        });
    }

    /** Mirrors may be anywhere, and what they are trusted by is what the images were built with. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            node | npm install --silent --no-audit --no-fund left-pad && test -s node_modules/left-pad/package.json && echo there
            bun  | bun add --silent left-pad && test -s node_modules/left-pad/package.json && echo there
            deno | deno cache --quiet npm:left-pad >&2 && echo there
            bash | mkdir -p lists/partial && apt='apt-get -q -o Dir::State::Lists=/sandbox/lists -o Dir::Cache=/sandbox -o APT::Update::Error-Mode=any' && $apt update >&2 && $apt download hello >&2 && test -s hello_*.deb && echo there
            """)
    void anImagesPackageClientReachesItsRegistryAndNothingElse(String runtime, String command) {
        String image = TestDocker.spec(runtime).image();
        List<String> registries = List.of(TestDocker.API
                .get("/images/" + image + "/json")
                .path("Config")
                .path("Labels")
                .path(Labels.REGISTRY_HOSTS)
                .asText()
                .split(" "));
        List<String> patterns = registries.stream().map(HostPattern::exactly).toList();
        NetworkPolicy anywhere = new NetworkPolicy(
                List.of(), List.of(), List.of(new Cidr("0.0.0.0/0"), new Cidr("::/0")), List.of(80, 443));
        byte[] authorities = BuildContext.hostCertificates(System.getenv());

        ExecutionResult good =
                run(runtime, command, anywhere.withLists(Optional.of(patterns), Optional.empty()), authorities, "");
        ExecutionResult evil =
                run(runtime, command, anywhere.withLists(Optional.empty(), Optional.of(patterns)), authorities, "");

        assertThat(good.stdout()).as(good.toString()).isEqualTo("there");
        assertThat(evil.stdout()).isEmpty();
        assertThat(evil.exitCode()).isNotZero();
        assertThat(asked(evil))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.action()).isEqualTo(NetworkEntry.Action.BLOCK));
        assertThat(Stream.concat(asked(good).stream(), asked(evil).stream()))
                .extracting(NetworkEntry::host)
                .isSubsetOf(registries);
    }
}
