package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SecurityOptions;
import io.isol8.ports.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walls that can be chosen, and those that nobody has (spec 13.5, 13.11). */
class SecurityModesIT {

    /** What the kernel allows to everybody, and the strict profile to nobody. */
    private static final String WITHOUT_RANDOMISATION = "setarch -R echo allowed";

    private static final String MAKE_DIRECTORY = "mkdir /sandbox/directory && echo allowed";
    private static final String STATUS =
            "sed -n 's/^\\(Seccomp\\|NoNewPrivs\\):[^0-9]*//p' /proc/self/status | tr -d '\\n'";

    @TempDir
    private Path directory;

    private static Isol8Options options(SecurityOptions security) {
        return Isol8Options.builder().security(security).build();
    }

    private static String said(SecurityOptions security, String script) throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", options(security))) {
            return Ran.bash(sandbox, script).said();
        }
    }

    private static void assertRefused(SecurityOptions security, String... texts) {
        try (OwnContainers containers = OwnContainers.asShipped()) {
            assertThatThrownBy(() -> containers.create("bash", options(security)))
                    .isInstanceOfSatisfying(
                            Isol8Exception.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                    .hasMessageContainingAll(texts);
            await().atMost(TestDocker.PATIENCE).until(() -> containers.living().isEmpty());
        }
    }

    /** The strict profile without these calls. */
    private SecurityOptions strictWithout(String... calls) throws IOException {
        JsonNode profile = Json.mapper().readTree(Resources.read("seccomp/strict.json"));
        for (JsonNode rule : profile.path("syscalls")) {
            ArrayNode names = (ArrayNode) rule.path("names");
            for (int i = names.size() - 1; i >= 0; i--) {
                if (List.of(calls).contains(names.get(i).asText())) {
                    names.remove(i);
                }
            }
        }
        return SecurityOptions.custom(
                Files.write(directory.resolve("profile.json"), Json.mapper().writeValueAsBytes(profile)));
    }

    @Test
    void strictRefusesWhatUnconfinedAllows() throws InterruptedException {
        assertThat(said(SecurityOptions.STRICT, WITHOUT_RANDOMISATION)).contains("Operation not permitted");
        assertThat(said(SecurityOptions.unconfined(), WITHOUT_RANDOMISATION)).isEqualTo("allowed");
    }

    @Test
    void aCustomProfileBites() throws IOException, InterruptedException {
        SecurityOptions custom = strictWithout("mkdir", "mkdirat");

        assertThat(said(SecurityOptions.STRICT, MAKE_DIRECTORY)).isEqualTo("allowed");
        assertThat(said(custom, MAKE_DIRECTORY)).contains("Operation not permitted");
        assertThat(said(custom, WITHOUT_RANDOMISATION)).contains("Operation not permitted");
    }

    @Test
    void aCustomProfileIsReadForEachContainer() throws IOException, InterruptedException {
        assertThat(said(strictWithout("mkdir", "mkdirat"), MAKE_DIRECTORY)).contains("Operation not permitted");
        assertThat(said(strictWithout(), MAKE_DIRECTORY)).isEqualTo("allowed");
    }

    @Test
    void noModeAllowsNewPrivileges() throws IOException, InterruptedException {
        assertThat(said(SecurityOptions.STRICT, STATUS)).isEqualTo("12");
        assertThat(said(SecurityOptions.unconfined(), STATUS)).isEqualTo("10");
        assertThat(said(strictWithout(), STATUS)).isEqualTo("12");
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", options(SecurityOptions.unconfined()))) {
            assertThat(TestDocker.inspect(sandbox.id())
                            .at("/HostConfig/SecurityOpt")
                            .toString())
                    .contains("no-new-privileges");
        }
    }

    @Test
    void aProfileThatIsNotThereStartsNothing() {
        Path file = directory.resolve("none.json");

        assertRefused(SecurityOptions.custom(file), "Failed to load custom seccomp profile at " + file);
    }

    @Test
    void aProfileThatMakesNoSenseStartsNothing() throws IOException {
        for (String profile : List.of(
                "{\"defaultAction\":\"SCMP_ACT_NONSENSE\"}",
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":\"all of them\"}",
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"syscalls\":[{\"names\":[\"read\"],\"action\":\"perhaps\"}]}",
                "{\"defaultAction\":\"SCMP_ACT_ERRNO\",\"architectures\":[\"SCMP_ARCH_ABACUS\"],\"syscalls\":"
                        + "[{\"names\":[\"read\"],\"action\":\"SCMP_ACT_ALLOW\"}]}")) {
            Path file = Files.writeString(directory.resolve("profile.json"), profile);

            assertRefused(SecurityOptions.custom(file), "Failed to load custom seccomp profile at " + file);
        }
    }

    @Test
    void aRuntimeIsUsedByItsName() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", options(SecurityOptions.STRICT.on("runc")))) {
            assertThat(TestDocker.inspect(sandbox.id())
                            .at("/HostConfig/Runtime")
                            .asText())
                    .isEqualTo("runc");
        }
    }

    @Test
    void anUnknownRuntimeIsNotReplacedByAnother() {
        assertRefused(
                SecurityOptions.STRICT.on("no-such-runtime"),
                "Unknown security.containerRuntime: \"no-such-runtime\". The Docker engine knows: ",
                "runc");
    }
}
