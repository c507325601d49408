package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.domain.pool.PoolSize;
import io.isol8.domain.pool.PoolStrategy;
import io.isol8.engine.LocalEngine;
import io.isol8.ports.Sandbox;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a program can write, and what from (spec 13.2, 13.3). */
class FileSystemWallIT {

    private static final Isol8Options SMALL =
            Isol8Options.builder().sandboxSize("2m").tmpSize("1m").build();

    private static Ran run(OwnContainers containers, String script) throws InterruptedException {
        try (containers;
                Sandbox sandbox = containers.create("bash", SMALL)) {
            return Ran.bash(sandbox, script);
        }
    }

    private static Consumer<ObjectNode> mounted(String path, String options) {
        return host -> ((ObjectNode) host.path("Tmpfs")).put(path, options);
    }

    @Test
    void theRootFileSystemCannotBeWritten() throws InterruptedException {
        String script = "echo x > /var/tmp/file && echo written";

        assertThat(run(OwnContainers.asShipped(), script).said()).contains("Read-only file system");
        assertThat(run(OwnContainers.changedHost(host -> host.put("ReadonlyRootfs", false)), script)
                        .said())
                .isEqualTo("written");
    }

    @Test
    void whoeverWantsItWritableGetsItWhereTheImagesPermissionsAllow() throws InterruptedException {
        Isol8Options writable = Isol8Options.builder().readonlyRootFs(false).build();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", writable)) {
            assertThat(Ran.bash(sandbox, "echo x > /var/tmp/file && echo written")
                            .said())
                    .isEqualTo("written");
            assertThat(Ran.bash(sandbox, "echo x > /etc/file && echo written").said())
                    .contains("Permission denied");
        }
    }

    @ParameterizedTest
    @EnumSource(PoolStrategy.class)
    void aSandboxWithAWritableRootIsNotUsedAgain(PoolStrategy strategy) {
        Isol8Options writable = Isol8Options.builder().readonlyRootFs(false).build();
        ExecutionRequest request = ExecutionRequest.builder("bash")
                .code("ls /var/tmp; echo x > /var/tmp/left")
                .build();
        try (OwnContainers containers = OwnContainers.asShipped();
                LocalEngine engine = containers.engine(writable, 1, new PoolPolicy(strategy, PoolSize.of(1)))) {
            for (int run = 0; run < 4; run++) {
                assertThat(engine.execute(request).stdout()).isEmpty();
            }
        }
    }

    @Test
    void aSandboxWithAWritableRootThatNothingRanInIsAsNew() {
        Isol8Options writable = Isol8Options.builder().readonlyRootFs(false).build();
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", writable)) {
            assertThat(sandbox.reset()).isTrue();
        }
    }

    @Test
    void nothingStartsFromTmpAndEverythingFromSandbox() throws InterruptedException {
        String script = "cp /bin/echo /tmp/program; /tmp/program started";

        assertThat(run(OwnContainers.asShipped(), script).said()).contains("Permission denied");
        assertThat(run(OwnContainers.changedHost(mounted("/tmp", "rw,exec,size=1m")), script)
                        .said())
                .isEqualTo("started");
        assertThat(run(OwnContainers.asShipped(), script.replace("/tmp", "/sandbox"))
                        .said())
                .isEqualTo("started");
    }

    @Test
    void mountsKnowNeitherDevicesNorSetuid() throws InterruptedException {
        String script = "grep -E '^tmpfs (/tmp|/sandbox) ' /proc/self/mounts | cut -d' ' -f2,4 | sort";
        OwnContainers weak = OwnContainers.changedHost(host -> {
            mounted("/tmp", "rw,exec,suid,dev").accept(host);
            mounted("/sandbox", "rw,exec,suid,dev,uid=100,gid=101").accept(host);
        });

        String shipped = run(OwnContainers.asShipped(), script).out();
        assertThat(shipped.lines().map(FileSystemWallIT::options))
                .satisfiesExactly(
                        sandbox -> assertThat(sandbox)
                                .contains("rw", "nosuid", "nodev")
                                .doesNotContain("noexec"),
                        tmp -> assertThat(tmp).contains("rw", "nosuid", "nodev", "noexec"));
        assertThat(run(weak, script).out().lines().map(FileSystemWallIT::options))
                .hasSize(2)
                .allSatisfy(mount -> assertThat(mount).doesNotContain("nosuid", "nodev", "noexec"));
    }

    private static Set<String> options(String line) {
        return Set.of(line.substring(line.indexOf(' ') + 1).split(","));
    }

    @Test
    void mountsHaveTheirSizes() throws InterruptedException {
        String tmp = "head -c 1500000 /dev/zero > /tmp/file && echo fits";
        String sandbox = "head -c 3000000 /dev/zero > /sandbox/file && echo fits";

        assertThat(run(OwnContainers.asShipped(), tmp).said()).contains("No space left on device");
        assertThat(run(OwnContainers.asShipped(), sandbox).said()).contains("No space left on device");
        assertThat(run(OwnContainers.changedHost(mounted("/tmp", "rw,noexec")), tmp)
                        .said())
                .isEqualTo("fits");
        assertThat(run(OwnContainers.changedHost(mounted("/sandbox", "rw,uid=100,gid=101")), sandbox)
                        .said())
                .isEqualTo("fits");
    }

    @Test
    void aFileThatDoesNotFitIsRefusedWhole() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("bash", SMALL)) {
            assertThat(catchThrowable(() -> sandbox.files().write("/sandbox/file", 0644, new byte[3_000_000])))
                    .hasMessageContaining("No space left on device");

            assertThat(Ran.bash(sandbox, "ls -A /sandbox").said()).isEmpty();
        }
    }
}
