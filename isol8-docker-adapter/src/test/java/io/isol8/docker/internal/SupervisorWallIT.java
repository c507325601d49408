package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.ports.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A program cannot touch the supervisor. The seccomp profile is off here, so that the wall of users alone holds; that
 * an attempt is able to succeed is seen on a process of the program's own.
 */
class SupervisorWallIT {

    /** Prints what came of each attempt on process {@code target}. */
    private static final String ATTEMPTS = """
            import ctypes, errno, os, signal, sys, time
            libc = ctypes.CDLL(None, use_errno=True)
            def attempt(name, action):
                try:
                    action()
                    print(name, 'done')
                except OSError as e:
                    print(name, errno.errorcode[e.errno])
            def call(function, *args):
                if function(*args) < 0:
                    raise OSError(ctypes.get_errno(), '')
            def open_mode(path, flags):
                os.close(os.open(path, flags))
            def steal():
                try:
                    pidfd = os.pidfd_open(target)
                    call(libc.syscall, 438, pidfd, 1, 0)
                finally:
                    os.close(pidfd)
            class Piece(ctypes.Structure):
                _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
            here = ctypes.create_string_buffer(8)
            def peek():
                local = Piece(ctypes.addressof(here), 8)
                call(libc.process_vm_readv, target, ctypes.byref(local), 1, ctypes.byref(local), 1, 0)
            def attack():
                proc = '/proc/%d/' % target
                attempt('fd', lambda: os.listdir(proc + 'fd'))
                attempt('write fd 1', lambda: open_mode(proc + 'fd/1', os.O_WRONLY))
                attempt('read fd 0', lambda: open_mode(proc + 'fd/0', os.O_RDONLY))
                attempt('root', lambda: os.listdir(proc + 'root'))
                attempt('cwd', lambda: os.readlink(proc + 'cwd'))
                attempt('exe', lambda: os.readlink(proc + 'exe'))
                attempt('environ', lambda: open_mode(proc + 'environ', os.O_RDONLY))
                attempt('maps', lambda: open(proc + 'maps').read(1))
                attempt('read mem', lambda: open_mode(proc + 'mem', os.O_RDONLY))
                attempt('write mem', lambda: open_mode(proc + 'mem', os.O_RDWR))
                attempt('process_vm_readv', peek)
                attempt('pidfd_getfd', steal)
                attempt('ptrace', lambda: call(libc.ptrace, 16, target, 0, 0))
                attempt('stop', lambda: os.kill(target, signal.SIGSTOP))
                attempt('term', lambda: os.kill(target, signal.SIGTERM))
                attempt('kill', lambda: os.kill(target, signal.SIGKILL))
            """;

    private static final OwnContainers UNFILTERED = OwnContainers.changedHost(
            host -> host.putArray("SecurityOpt").add("no-new-privileges").add("seccomp=unconfined"));

    private static Sandbox sandbox;

    @BeforeAll
    static void create() {
        sandbox = UNFILTERED.create("python");
    }

    @AfterAll
    static void close() {
        UNFILTERED.close();
    }

    @Test
    void everyAttemptOnTheSupervisorIsRefused() throws InterruptedException {
        Ran ran = Ran.python(sandbox, ATTEMPTS + "target = 1\nattack()\n");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSize(16).allMatch(line -> line.endsWith(" EACCES") || line.endsWith(" EPERM"));
        assertThat(Ran.bash(sandbox, "echo alive").out()).isEqualTo("alive");
    }

    @Test
    void theSameAttemptsOnAProcessOfItsOwnWork() throws InterruptedException {
        Ran ran = Ran.python(sandbox, ATTEMPTS + """
                target = os.fork()
                if target == 0:
                    signal.pause()
                attack()
                """);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).hasSize(16).allMatch(line -> line.endsWith(" done"));
    }

    @Test
    void programsInheritNoneOfItsDescriptors() throws InterruptedException {
        String script = "import os\nprint([fd for fd in range(4096) if os.path.exists('/proc/self/fd/%d' % fd)])";

        assertThat(Ran.python(sandbox, script).said()).isEqualTo("[0, 1, 2]");
    }

    @Test
    void framesWrittenToStandardOutputAreOnlyOutput() throws InterruptedException {
        String script = """
                import os
                exit_frame = bytes([0, 0, 0, 70, 0x83, 0, 0, 0, 1]) + bytes(70)
                for path in ['/proc/self/fd/1', '/dev/stdout', '/dev/fd/2']:
                    os.write(os.open(path, os.O_WRONLY), exit_frame)
                os._exit(7)
                """;

        Ran ran = Ran.python(sandbox, script);

        assertThat(ran.exit().status()).isEqualTo(7);
        assertThat(ran.exit().stdoutBytes()).isEqualTo(158);
        assertThat(ran.exit().stderrBytes()).isEqualTo(79);
    }

    @Test
    void killingEverythingReachesItsOwnProgramsOnly() throws InterruptedException {
        Ran ran = Ran.bash(sandbox, "sleep 60 & kill -9 -1; wait $!; echo $?");

        assertThat(ran.out()).isEqualTo("137");
        assertThat(Ran.bash(sandbox, "echo alive").out()).isEqualTo("alive");
    }
}
