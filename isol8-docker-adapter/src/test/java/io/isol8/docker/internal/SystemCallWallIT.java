package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.ports.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the strict profile lets through, as seccomp/probe.c finds it (spec 13.9). */
class SystemCallWallIT {

    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final int SIGSYS = -31;

    /** The capabilities of all the calls; not simply ALL, which is more than some machines have to give. */
    private static final List<String> MIGHT = List.of(
            "SYS_ADMIN",
            "SYS_PTRACE",
            "SYS_MODULE",
            "SYS_BOOT",
            "SYS_TIME",
            "SYS_RAWIO",
            "SYS_PACCT",
            "SYS_NICE",
            "SYS_TTY_CONFIG",
            "SYS_CHROOT",
            "SYSLOG",
            "DAC_READ_SEARCH",
            "NET_ADMIN",
            "NET_RAW");

    private static byte[] probe = {};

    @BeforeAll
    static void compile() {
        probe = Compiled.of(Path.of(System.getProperty("isol8.root", ".."), "seccomp/probe.c"));
    }

    private static Map<String, Integer> results(String lines) {
        Map<String, Integer> results = new TreeMap<>();
        lines.lines().forEach(line -> {
            int space = line.lastIndexOf(' ');
            results.put(line.substring(0, space), Integer.parseInt(line.substring(space + 1)));
        });
        return results;
    }

    private static int expected(String attempt) {
        return switch (attempt) {
            case "clone3" -> ENOSYS;
            case "abi:i386", "abi:x32" -> SIGSYS;
            default -> EPERM;
        };
    }

    /** As root with the capabilities for it, so that it is not their lack that refuses. */
    private static Map<String, Integer> refusedToTheMighty(String profile) {
        Consumer<ObjectNode> mighty = config -> {
            ObjectNode host = config.withObject("/HostConfig");
            host.remove("CapDrop");
            ArrayNode capabilities = host.putArray("CapAdd");
            MIGHT.forEach(capabilities::add);
            host.putArray("SecurityOpt").add("seccomp=" + profile);
        };
        return results(BareContainer.run(
                mighty,
                probe,
                "bash",
                "-c",
                "head -c " + probe.length
                        + " > /sandbox/probe && chmod 755 /sandbox/probe && exec /sandbox/probe refused"));
    }

    @Test
    void programsAreRefusedWhatTheyHaveNoBusinessWith() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash")) {
            sandbox.files().write("/sandbox/probe", 0755, probe);

            Map<String, Integer> refused =
                    results(Ran.bash(sandbox, "/sandbox/probe refused").out());
            Map<String, Integer> allowed =
                    results(Ran.bash(sandbox, "/sandbox/probe allowed").out());

            assertThat(refused)
                    .hasSizeGreaterThan(80)
                    .allSatisfy((attempt, result) ->
                            assertThat(result).describedAs(attempt).isEqualTo(expected(attempt)));
            assertThat(allowed)
                    .hasSizeGreaterThan(9)
                    .allSatisfy((attempt, result) ->
                            assertThat(result).describedAs(attempt).isZero());
        }
    }

    @Test
    void itIsTheProfileThatRefuses() {
        String strict = new String(Resources.read("seccomp/strict.json"), StandardCharsets.UTF_8);

        assertThat(refusedToTheMighty(strict))
                .hasSizeGreaterThan(80)
                .allSatisfy((attempt, result) ->
                        assertThat(result).describedAs(attempt).isEqualTo(expected(attempt)));
        assertThat(refusedToTheMighty("unconfined"))
                .hasSizeGreaterThan(80)
                .allSatisfy((attempt, result) ->
                        assertThat(result).describedAs(attempt).isNotEqualTo(expected(attempt)));
    }
}
