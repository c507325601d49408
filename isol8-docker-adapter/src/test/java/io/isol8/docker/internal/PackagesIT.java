package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Cidr;
import io.isol8.domain.CustomImage;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.HostPattern;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.NetworkEntry;
import io.isol8.domain.NetworkMode;
import io.isol8.domain.NetworkPolicy;
import io.isol8.domain.RandomIds;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SessionKey;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.ports.ExecutionOrder;
import io.isol8.ports.Isol8Service;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages that are installed when a program asks for them (spec 12), from the registries and from an index of our own. */
@Timeout(300)
class PackagesIT {

    /** No host is called so: the program reaches nothing. */
    private static final String NOTHING = "^$";

    private static final PackageIndex INDEX = PackageIndex.start();
    private static final Isol8Service SERVICE = DockerIsol8.builder()
            .pooling(new PoolPolicy(PoolStrategy.SECURE, PoolSize.of(1)))
            .service();

    @AfterAll
    static void stop() {
        SERVICE.close();
        INDEX.close();
    }

    private static ExecutionRequest.Builder request(String runtime, String code, String... packages) {
        ExecutionRequest.Builder request =
                ExecutionRequest.builder(runtime).code(code).timeout(Duration.ofMinutes(2));
        List.of(packages).forEach(request::installPackage);
        return request;
    }

    private static ExecutionRequest.Builder python(String code, String... packages) {
        return request("python", code, packages).file(".config/pip/pip.conf", INDEX.settings());
    }

    /** A filtered network in which the hosts that match are open to programs. */
    private static Isol8Options.Builder filtered(String runtime, List<String> whitelist, List<String> blacklist) {
        NetworkPolicy lists = NetworkPolicy.PUBLIC.withLists(Optional.of(whitelist), Optional.of(blacklist));
        return Isol8Options.builder()
                .network(NetworkMode.FILTERED)
                .logNetwork(true)
                .networkPolicy(new NetworkPolicy(
                        lists.allowed(), lists.denied(), addresses(runtime), List.of(80, 443, INDEX.port())));
    }

    /** Those of the index and of the registries: what stands for them on a test's machine need not be public. */
    private static List<Cidr> addresses(String runtime) {
        List<Cidr> addresses = new ArrayList<>();
        addresses.add(new Cidr(INDEX.host() + "/32"));
        for (String host : registryHosts(runtime)) {
            try {
                for (InetAddress address : InetAddress.getAllByName(host)) {
                    addresses.add(
                            new Cidr(address.getHostAddress() + (address.getAddress().length == 4 ? "/32" : "/128")));
                }
            } catch (UnknownHostException e) {
                assertThat(e).as("not every registry has to be there").isNotNull();
            }
        }
        return addresses;
    }

    private static List<String> registryHosts(String runtime) {
        return TestDocker.IMAGES
                .ensure(RuntimeRegistry.builtIn().get(runtime), line -> {})
                .registryHosts();
    }

    private static Isol8Options.Builder openToIndex() {
        return filtered("python", List.of(HostPattern.exactly(INDEX.host())), List.of());
    }

    private static ExecutionResult run(ExecutionRequest.Builder request, Isol8Options.Builder options) {
        return SERVICE.execute(new ExecutionOrder(request.build(), options.build(), "tenant", Optional.empty()));
    }

    private static void assertFails(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INSTALL_FAILED))
                .hasMessageStartingWith("Package install failed (exit code ")
                .hasMessageContainingAll(parts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            node | left-pad@1.3.0     | import pad from "left-pad"; console.log(pad(1, 3, 0))           | 001
            bun  | left-pad@1.3.0     | import pad from "left-pad"; console.log(pad(1, 3, 0))           | 001
            deno | npm:left-pad@1.3.0 | import pad from "npm:left-pad@1.3.0"; console.log(pad(1, 3, 0)) | 001
            bash | bc                 | bc <<< 6*7                                                      | 42
            """)
    void aProgramFindsThePackagesAndNoWayToWhereTheyCameFrom(String runtime, String name, String code, String output) {
        ExecutionResult result = run(request(runtime, code, name), filtered(runtime, List.of(NOTHING), List.of()));

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo(output);
        assertThat(result.networkLog().orElseThrow().entries())
                .allMatch(entry -> registryHosts(runtime).contains(entry.host()))
                .allMatch(entry -> entry.action() == NetworkEntry.Action.ALLOW);
    }

    @Test
    void anImageThatHasSomeGetsTheOthersBesides() {
        CustomImage image = new CustomImage(
                "isol8-it/" + RandomIds.next() + ":some", "deno", List.of("npm:left-pad@1.3.0"), Optional.empty());
        TestDocker.IMAGES.build(image, false, line -> {});
        try {
            String code = "import pad from 'npm:left-pad@1.3.0'; import isArray from 'npm:isarray@2.0.5';"
                    + " console.log(pad(1, 3, 0), isArray([]))";

            ExecutionResult result = run(
                    request("deno", code, "npm:isarray@2.0.5", "npm:left-pad@1.3.0"),
                    filtered("deno", List.of(NOTHING), List.of()).image(image.tag()));

            assertThat(result.stderr()).isEmpty();
            assertThat(result.stdout()).isEqualTo("001 true");
        } finally {
            TestDocker.API.delete("/images/" + image.tag() + "?force=true");
        }
    }

    @Test
    void pythonFindsThemAndNextTimeThereIsNothingLeft() {
        String find = """
                import glob, importlib.util, os
                spec = importlib.util.find_spec("tiny_one")
                print(spec and spec.origin, sorted(os.listdir("/sandbox")), glob.glob("/tmp/*"), glob.glob("/dev/shm/*"))
                """;

        ExecutionResult first = run(python(find, "tiny-one==1.0"), openToIndex());
        ExecutionResult second = run(request("python", find), openToIndex());

        assertThat(first.stdout())
                .startsWith("/sandbox/.local/lib/python3")
                .endsWith("/site-packages/tiny_one.py ['.config', '.local', 'main.py'] [] []");
        assertThat(second.stdout()).isEqualTo("None ['main.py'] [] []");
        assertThat(second.containerId()).isEqualTo(first.containerId());
    }

    @Test
    void aSessionKeepsThemAndAddsToThem() {
        Isol8Options options = openToIndex().build();
        SessionKey session = new SessionKey("tenant", "packages");
        String both = "import tiny_one, tiny_two; print(tiny_one.VERSION, tiny_two.VERSION)";
        try {
            for (ExecutionRequest.Builder request : List.of(
                    python("import tiny_one", "tiny-one==1.0"),
                    python(both, "tiny-one==1.0", "tiny-two"),
                    python(both))) {
                ExecutionResult result =
                        SERVICE.execute(new ExecutionOrder(request.build(), options, "tenant", Optional.of(session)));
                assertThat(result.stderr()).isEmpty();
                assertThat(result.exitCode()).isZero();
            }
        } finally {
            SERVICE.endSession(session);
        }
    }

    @Test
    void whatAPackageRunsSeesNothingOfTheRequestAndIsTheSandboxsUser() {
        String script =
                "id -u > /sandbox/seen; env >> /sandbox/seen; cat /proc/1/environ /sandbox/main.mjs >> /sandbox/seen";
        ExecutionRequest.Builder request = request(
                        "node", "console.log(require('fs').readFileSync('/sandbox/seen', 'utf8'))", "./nosy")
                .fileExtension(".cjs")
                .env("OF_THE_REQUEST", "visible")
                .file(
                        "nosy/package.json",
                        "{\"name\": \"nosy\", \"version\": \"1.0.0\", \"scripts\":" + " {\"postinstall\": \"" + script
                                + " || true\"}}");

        ExecutionResult result =
                run(request, filtered("node", List.of(NOTHING), List.of()).secret("OF_THE_OPTIONS", "correct horse"));

        assertThat(result.stdout().lines()).startsWith("100").contains("HOME=/sandbox");
        assertThat(result.stdout()).doesNotContain("OF_THE_REQUEST", "OF_THE_OPTIONS", "***", "console.log");
    }

    @Test
    void aNameThatThereIsNotIsAnErrorWithWhatTheClientSaid() {
        assertFails(
                () -> run(python("1", "no-such-package"), openToIndex()),
                "No matching distribution found for no-such-package");
        assertFails(
                () -> run(request("bash", "true", "no-such-package"), filtered("bash", List.of(NOTHING), List.of())),
                "Unable to locate package no-such-package",
                "isol8 build --base bash --install");
    }

    @Test
    void aPackageThatRootWouldHaveToInstallIsAnErrorThatSaysSo() {
        assertFails(
                () -> run(request("bash", "true", "man-db"), filtered("bash", List.of(NOTHING), List.of())),
                "man lacks libman",
                "isol8 build --base bash --install");
    }

    @Test
    void aBlockedRegistryIsNamed() {
        Isol8Options.Builder blocked = filtered("python", List.of(NOTHING), List.of());

        assertFails(
                () -> run(python("1", "tiny-one").timeout(Duration.ofSeconds(20)), blocked),
                "The network filter blocked " + INDEX.host() + " (the whitelist does not have it).");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNamedAtTheDeadline() {
        assertFails(
                () -> run(python("1", PackageIndex.STUCK).timeout(Duration.ofSeconds(12)), openToIndex()),
                "EXECUTION TIMED OUT",
                "No answer came from " + INDEX.host() + ".");
    }
}
