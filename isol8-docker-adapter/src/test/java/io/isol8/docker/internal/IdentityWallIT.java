package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.ports.Sandbox;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who a program is in its sandbox (spec 13.2, 13.7). */
class IdentityWallIT {

    private static final String NO_CAPABILITIES = "0000000000000000";

    /** SETUID, SETGID, KILL: what the supervisor keeps, and nobody can get more. */
    private static final String SUPERVISORS = "00000000000000e0";

    private static final Pattern FIELD = Pattern.compile("(\\w+):\\s*(.*)");

    private static Map<String, String> statusOf(OwnContainers containers) throws InterruptedException {
        try (containers;
                Sandbox sandbox = containers.create("bash")) {
            return fields(Ran.bash(sandbox, "cat /proc/self/status").out());
        }
    }

    /** The status of a process that Docker starts in the place of the supervisor. */
    private static Map<String, String> statusWithoutSupervisor(Consumer<ObjectNode> change) {
        return fields(BareContainer.run(change, "cat", "/proc/self/status"));
    }

    private static Map<String, String> fields(String status) {
        return status.lines()
                .map(FIELD::matcher)
                .filter(matcher -> matcher.matches())
                .collect(Collectors.toMap(
                        matcher -> matcher.group(1),
                        matcher -> matcher.group(2).strip().replaceAll("\\s+", " "),
                        (one, other) -> one));
    }

    @Test
    void programsAreTheSandboxUserAndTheSupervisorMakesThem() throws InterruptedException {
        assertThat(statusOf(OwnContainers.asShipped()))
                .containsEntry("Uid", "100 100 100 100")
                .containsEntry("Gid", "101 101 101 101")
                .containsEntry("Groups", "");
        assertThat(statusWithoutSupervisor(config -> {})).containsEntry("Uid", "0 0 0 0");
    }

    @Test
    void programsHaveNoCapabilities() throws InterruptedException {
        assertThat(statusOf(OwnContainers.asShipped()))
                .containsEntry("CapEff", NO_CAPABILITIES)
                .containsEntry("CapPrm", NO_CAPABILITIES)
                .containsEntry("CapInh", NO_CAPABILITIES)
                .containsEntry("CapAmb", NO_CAPABILITIES)
                .containsEntry("CapBnd", SUPERVISORS);
        assertThat(statusWithoutSupervisor(config -> {})).containsEntry("CapEff", SUPERVISORS);
    }

    @Test
    void theContainerBoundsTheCapabilitiesThatCanEverBeHad() throws InterruptedException {
        assertThat(statusOf(OwnContainers.changedHost(host -> host.remove("CapDrop")))
                        .get("CapBnd"))
                .isNotEqualTo(SUPERVISORS);
    }

    @Test
    void programsGainNothingFromTheFilesTheyStart() throws InterruptedException {
        Consumer<ObjectNode> withoutDockersShare = config -> {
            ArrayNode options = (ArrayNode) config.path("HostConfig").path("SecurityOpt");
            options.remove(0);
        };

        assertThat(statusOf(OwnContainers.asShipped())).containsEntry("NoNewPrivs", "1");
        assertThat(statusOf(OwnContainers.changed(withoutDockersShare))).containsEntry("NoNewPrivs", "1");
        assertThat(statusWithoutSupervisor(config -> {})).containsEntry("NoNewPrivs", "1");
        assertThat(statusWithoutSupervisor(withoutDockersShare)).containsEntry("NoNewPrivs", "0");
    }

    @Test
    void noFileOfTheImagesGivesRightsAway() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("python")) {
            Ran ran = Ran.bash(sandbox, "find / -xdev -perm /6000 -type f 2>/dev/null; getcap -r / 2>/dev/null; id");

            assertThat(ran.out()).isEqualTo("uid=100(sandbox) gid=101(sandbox) groups=101(sandbox)");
        }
    }
}
