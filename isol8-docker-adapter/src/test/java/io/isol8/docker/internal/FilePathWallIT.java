package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.FileKind;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.RuntimeRegistry;
import io.isol8.domain.SandboxImage;
import io.isol8.domain.SandboxSpec;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing outside /sandbox and /tmp is read or written for a program, and nothing but files and directories in them (spec 17.2). */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FilePathWallIT {

    private static final Isol8Options OPTIONS = Isol8Options.builder()
            .cpuLimit(Math.min(2, Runtime.getRuntime().availableProcessors()))
            .build();

    @Test
    void noLinkLeadsOut() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("python", OPTIONS)) {
            LinkAttack attack = new LinkAttack(sandbox);

            attack.withLinksInPlace();

            assertThat(attack.loot()).isEmpty();
            assertThat(attack.done()).isZero();
            assertThat(sandbox.files().attributes("/sandbox/absolute").kind()).isEqualTo(FileKind.LINK);
            sandbox.files().delete("/sandbox/absolute");
            sandbox.files().delete("/sandbox/a");
            assertThat(Ran.bash(sandbox, "ls -d /etc/passwd").out()).isEqualTo("/etc/passwd");
        }
    }

    @Test
    void noLinkLeadsOutThatIsPutInPlaceMeanwhile() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("python", OPTIONS)) {
            LinkAttack attack = new LinkAttack(sandbox);

            attack.withLinksThatComeAndGo();

            assertThat(attack.loot()).isEmpty();
            assertThat(attack.done()).isPositive();
            assertThat(attack.refused()).isPositive();
        }
    }

    @Test
    void itIsTheSupervisorThatSeesToIt() throws InterruptedException, IOException {
        try (OwnContainers containers = OwnContainers.asShipped();
                WeakSupervisor weak =
                        WeakSupervisor.in(TestDocker.spec("python").image())) {
            SandboxSpec spec =
                    SandboxSpec.of(RuntimeRegistry.builtIn().get("python"), SandboxImage.of(weak.reference()), OPTIONS);
            try (Sandbox sandbox = containers.runtime().create(spec)) {
                LinkAttack attack = new LinkAttack(sandbox);
                attack.withLinksInPlace();
                assertThat(attack.loot()).containsExactly("list", "look", "made or deleted", "read", "written");
            }
            try (Sandbox sandbox = containers.runtime().create(spec)) {
                LinkAttack attack = new LinkAttack(sandbox);
                attack.withLinksThatComeAndGo();
                assertThat(attack.loot()).contains("list", "made or deleted", "read");
            }
        }
    }

    @Test
    void specialFilesAreRefusedAtOnce() throws InterruptedException {
        try (OwnContainers containers = OwnContainers.asShipped();
                Sandbox sandbox = containers.create("python", OPTIONS)) {
            ProcessSpec program = Ran.spec(List.of("python3", "-c", """
                            import os, socket, time
                            os.chdir('/sandbox')
                            os.mkfifo('fifo'); os.mkfifo('held')
                            held = os.open('held', os.O_RDWR)
                            listening = socket.socket(socket.AF_UNIX); listening.bind('socket'); listening.listen()
                            os.symlink('/dev/zero', 'zero'); os.symlink('/dev/stdin', 'stdin')
                            print('ready', flush=True)
                            time.sleep(1000)
                            """), TestDocker.PATIENCE.multipliedBy(5));
            SandboxProcess process = sandbox.spawn(program);
            assertThat(process.poll(TestDocker.PATIENCE)).isPresent();
            SandboxFiles files = sandbox.files();

            for (String path : List.of("fifo", "held", "socket", "zero", "stdin")) {
                assertRefused(() -> files.read(path, 10));
                assertRefused(() -> files.write(path, 0644, new byte[100_000]));
                assertRefused(() -> files.list(path));
                assertRefused(() -> files.write(path + "/below", 0644, new byte[1]));
            }

            for (String path : List.of("fifo", "held", "socket")) {
                assertThat(files.attributes(path).kind()).isEqualTo(FileKind.OTHER);
            }
            assertThat(files.attributes("zero").kind()).isEqualTo(FileKind.LINK);
            assertThat(files.list("/sandbox")).hasSize(5);
            for (String path : List.of("fifo", "held", "socket", "zero", "stdin")) {
                files.delete(path);
            }
            assertThat(files.list("/sandbox")).isEmpty();
            process.kill();
            assertThat(Ran.follow(process).exit().killed()).isTrue();
        }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Isol8Exception.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.FILE_FAILED));
    }
}
