package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SecurityOptions;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program on gVisor's kernel runs into (docs/security.md). */
@Timeout(120)
class GvisorWallIT {

    private static final String RUNSC = "runsc";
    private static final String RUNSC_WITH_PROFILES = "runsc-seccomp";

    private static final String RUNSC_WITHOUT_LIMITS = "runsc-unlimited";

    private static final SpareEngine ENGINE = SpareEngine.with("python");
    private static final DockerContainerRuntime RUNTIME = ENGINE.runtime("gvisor-walls");

    @AfterAll
    static void stop() {
        RUNTIME.close();
        ENGINE.close();
    }

    @AfterEach
    void removeSandboxes() {
        RUNTIME.destroyAll();
    }

    private static Sandbox create(Isol8Options.Builder options, SecurityOptions security) {
        return RUNTIME.create(
                TestDocker.spec("python", options.security(security).build()));
    }

    private static Sandbox create(String ociRuntime) {
        return create(Isol8Options.builder(), SecurityOptions.STRICT.on(ociRuntime));
    }

    private static void assertLost(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SANDBOX_LOST));
    }

    @Test
    void itSeesNoNetworkButLoopback() throws InterruptedException {
        assertThat(Ran.bash(create(RUNSC), "sed -n 's/:.*//p' /proc/net/dev | tr -d ' '")
                        .out())
                .isEqualTo("lo");
    }

    @Test
    void itCannotReachTheSupervisorsStreams() throws InterruptedException {
        String script =
                "for i in 0 1 2; do echo forged > /proc/1/fd/$i && echo wrote; cat < /proc/1/fd/$i && echo read;"
                        + " done; cat /proc/1/mem && echo memory; kill -9 1 && echo killed; true";
        Ran ran = Ran.bash(create(RUNSC), script);

        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("/proc/1/fd/1: Permission denied", "Operation not permitted");
    }

    @Test
    void itOwnsWhatIsWrittenForItAndNothingElse() throws InterruptedException {
        Sandbox sandbox = create(RUNSC);
        sandbox.files().write("/sandbox/a/file", 0600, "own".getBytes(StandardCharsets.UTF_8));

        assertThat(Ran.bash(sandbox, "stat -c '%u:%g' /sandbox/a/file; cat /sandbox/a/file; id -u; id -g")
                        .out()
                        .lines())
                .containsExactly("100:101", "own100", "101");
        assertThat(Ran.bash(sandbox, "sed -n 's/^Cap\\(Prm\\|Eff\\|Inh\\):[^0-9a-f]*//p' /proc/self/status | sort -u")
                        .out())
                .matches("0+");
        assertThat(Ran.bash(sandbox, "cat /etc/shadow").said()).contains("Permission denied");
        assertThat(Ran.bash(sandbox, "echo x > /var/tmp/x").said()).contains("Read-only file system");
    }

    @Test
    void placesToWriteAreAsOnLinux() throws InterruptedException {
        Sandbox sandbox =
                create(Isol8Options.builder().sandboxSize("2m").tmpSize("1m"), SecurityOptions.STRICT.on(RUNSC));

        assertThat(Ran.bash(sandbox, "cp /bin/echo /tmp/echo && /tmp/echo started")
                        .said())
                .contains("Permission denied");
        assertThat(Ran.bash(sandbox, "cp /bin/echo /sandbox/echo && /sandbox/echo started")
                        .said())
                .isEqualTo("started");
        assertThat(Ran.bash(sandbox, "head -c 1500000 /dev/zero > /tmp/file && echo fits")
                        .said())
                .contains("No space left on device");
        assertThat(Ran.bash(sandbox, "head -c 3000000 /dev/zero > /sandbox/file && echo fits")
                        .said())
                .contains("No space left on device");
        assertThat(Ran.bash(sandbox, "ulimit -n; ulimit -c").out().lines()).containsExactly("4096", "0");
    }

    @Test
    void moreMemoryThanGrantedEndsTheSandbox() throws InterruptedException {
        String script = "print(len(bytearray(400 << 20)))";
        Isol8Options.Builder small = Isol8Options.builder().memoryLimit("200m");

        assertLost(() -> Ran.python(create(small, SecurityOptions.STRICT.on(RUNSC)), script));
        assertThat(Ran.python(create(small, SecurityOptions.STRICT.on(RUNSC_WITHOUT_LIMITS)), script)
                        .out())
                .isEqualTo("419430400");
    }

    @Test
    void moreProcessesThanGrantedEndTheSandbox() throws InterruptedException {
        String script = "import os, time\nfor i in range(70):\n  if os.fork() == 0: time.sleep(60)\nprint('all')";

        assertLost(() -> Ran.python(create(RUNSC), script));
        assertThat(Ran.python(create(RUNSC_WITHOUT_LIMITS), script).out()).isEqualTo("all");
    }

    @Test
    void anInterpreterThatWaitsServes() throws InterruptedException {
        Sandbox sandbox = create(RUNSC);
        sandbox.files().write("/sandbox/main.py", 0644, "print(6 * 7)".getBytes(StandardCharsets.UTF_8));

        Ran ran = Ran.follow(sandbox.spawn(Ran.spec(List.of("python3", "/sandbox/main.py"), TestDocker.PATIENCE)
                .withZygote(true)));

        assertThat(ran.out()).isEqualTo("42");
        assertThat(ran.exit().zygote()).isTrue();
    }

    @Test
    void whatOneProgramLeavesTheNextDoesNotSee() throws InterruptedException {
        Sandbox sandbox = create(RUNSC);
        SandboxProcess process = sandbox.spawn(new ProcessSpec(
                        List.of(
                                "bash",
                                "-c",
                                "echo x > /dev/shm/left; echo x > /tmp/left; mkdir -p /sandbox/a/b; sleep 60 & echo"),
                        Map.of("PATH", "/usr/bin:/bin"),
                        "/sandbox",
                        TestDocker.PATIENCE)
                .withKeep(true));
        Ran.follow(process);
        assertThat(Ran.bash(sandbox, "ls /dev/shm /tmp /sandbox").out()).contains("left", "a");

        assertThat(sandbox.reset()).isTrue();

        assertThat(Ran.bash(sandbox, "ls -A /dev/shm /tmp /sandbox | grep -v :; pgrep sleep")
                        .out())
                .isEmpty();
    }

    @Test
    void aSandboxWithSystemVObjectsIsNotUsedAgain() throws InterruptedException {
        Sandbox sandbox = create(RUNSC);
        assertThat(Ran.bash(sandbox, "ipcmk -M 100").said()).contains("Shared memory id");

        assertThat(sandbox.reset()).isFalse();
    }

    @Test
    void aCustomProfileIsRefusedWhereItWouldHaveNoEffect(@TempDir Path directory) throws IOException {
        SecurityOptions custom = SecurityOptions.custom(withoutMkdir(directory)).on(RUNSC);

        assertThatThrownBy(() -> create(Isol8Options.builder(), custom))
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageContainingAll("has no effect", "\"runsc\"", "--oci-seccomp");
        assertThat(ENGINE.containers()).isEmpty();
    }

    @Test
    void aCustomProfileBitesWhereItHas(@TempDir Path directory) throws IOException, InterruptedException {
        String script = "mkdir /sandbox/directory && echo allowed";
        SecurityOptions custom = SecurityOptions.custom(withoutMkdir(directory)).on(RUNSC_WITH_PROFILES);

        assertThat(Ran.bash(create(RUNSC_WITH_PROFILES), script).said()).isEqualTo("allowed");
        assertThat(Ran.bash(create(Isol8Options.builder(), custom), script).said())
                .contains("Operation not permitted");
    }

    private static Path withoutMkdir(Path directory) throws IOException {
        String strict = new String(Resources.read("seccomp/strict.json"), StandardCharsets.UTF_8);
        return Files.writeString(directory.resolve("profile.json"), strict.replaceAll("\"mkdir(at)?\",?", ""));
    }
}
