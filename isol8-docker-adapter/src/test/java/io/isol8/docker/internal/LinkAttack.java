package io.isol8.docker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.isol8.domain.DirectoryEntry;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a program in a sandbox can try with links so that we read or write for it elsewhere: in /etc, where it may
 * read, and in /dev/shm, where it may write as well. The sandbox needs python.
 */
final class LinkAttack {

    private static final int ROUNDS = 1000;
    private static final int MOST = 100_000;
    private static final byte[] INSIDE = "inside".getBytes(StandardCharsets.UTF_8);

    private static final String OUTSIDE = """
            mkdir -p /dev/shm/out/sub
            for name in canary victim only-outside sub/canary; do printf outside > /dev/shm/out/$name; done
            """;

    private static final String LINKS = """
            cd /sandbox
            ln -s /etc absolute; ln -s ../etc relative; ln -s .. up; ln -s /proc/self/root magic
            ln -s /proc/1/root magic1; ln -s /dev/fd fd; mkdir -p a/b; ln -s ../../../etc a/b/deep; ln -s a/b/deep chained
            ln -s /etc/passwd file; ln -s ../etc/passwd file2; ln -s /tmp/hop hop; ln -s ../etc/passwd /tmp/hop
            ln -s /dev/shm/out out; ln -s ../dev/shm/out out2; ln -s ../dev/shm/out/canary canary
            """;

    private static final String SWAP = """
            import ctypes, os
            os.chdir('/sandbox')
            os.mkdir('dir'); os.symlink('/dev/shm/out', 'link')
            os.mkdir('dir2'); os.symlink('../dev/shm/out', 'link2')
            open('file', 'w').write('inside'); os.symlink('/etc/passwd', 'file-link')
            libc = ctypes.CDLL(None, use_errno=True)
            def swap(a, b):
                if libc.renameat2(-100, a, -100, b, 2) != 0:
                    raise OSError(ctypes.get_errno(), 'renameat2')
            swap(b'dir', b'link'); swap(b'dir', b'link')
            print('swapping', flush=True)
            while True:
                try:
                    swap(b'dir', b'link'); swap(b'dir2', b'link2'); swap(b'file', b'file-link')
                except FileNotFoundError:
                    pass
            """;

    private final Sandbox sandbox;
    private final Set<String> loot = new TreeSet<>();
    private int done;
    private int refused;

    LinkAttack(Sandbox sandbox) throws InterruptedException {
        this.sandbox = sandbox;
        bash(OUTSIDE);
    }

    /** What it got that it should not have; empty if nothing. */
    Set<String> loot() {
        return loot;
    }

    int done() {
        return done;
    }

    int refused() {
        return refused;
    }

    private String bash(String script) throws InterruptedException {
        return Ran.follow(sandbox.spawn(Ran.spec(List.of("bash", "-c", script), TestDocker.PATIENCE)
                        .withKeep(true)))
                .out();
    }

    private interface Operation {
        void run(SandboxFiles files);
    }

    private void attempt(Operation operation) {
        try {
            operation.run(sandbox.files());
            done++;
        } catch (Isol8Exception e) {
            assertThat(e.code()).as(e.message()).isIn(ErrorCode.FILE_FAILED, ErrorCode.FILE_NOT_FOUND);
            refused++;
        }
    }

    private void read(String path) {
        attempt(files -> {
            String text = new String(files.read(path, MOST), StandardCharsets.UTF_8);
            if (text.contains("root:") || text.contains("outside")) {
                loot.add("read");
            }
        });
    }

    private void list(String path) {
        attempt(files -> {
            List<String> names =
                    files.list(path).stream().map(DirectoryEntry::name).toList();
            if (names.contains("passwd") || names.contains("only-outside")) {
                loot.add("list");
            }
        });
    }

    private void look(String path) {
        attempt(files -> {
            files.attributes(path);
            loot.add("look");
        });
    }

    private void write(String path) {
        attempt(files -> files.write(path, 0644, INSIDE));
    }

    private void makeDirectory(String path) {
        attempt(files -> files.makeDirectory(path));
    }

    private void delete(String path) {
        attempt(files -> files.delete(path));
    }

    /** Whether everything outside is as it was. */
    private void lookOutside() throws InterruptedException {
        String names = bash("cd /dev/shm/out && find . | sort | tr '\\n' ' '");
        if (!names.equals(". ./canary ./only-outside ./sub ./sub/canary ./victim")) {
            loot.add("made or deleted");
        }
        if (!bash("cd /dev/shm/out && cat canary victim only-outside sub/canary")
                .matches("(outside)*")) {
            loot.add("written");
        }
    }

    /** Links that just lie there. */
    void withLinksInPlace() throws InterruptedException {
        bash(LINKS);
        for (String link :
                List.of("absolute", "relative", "up/etc", "magic/etc", "magic1/etc", "a/b/deep", "chained")) {
            read(link + "/passwd");
            look(link + "/passwd");
            list(link);
            write(link + "/new");
        }
        for (String link : List.of("file", "file2", "hop", "/tmp/hop", "fd/0", "canary")) {
            read(link);
            write(link);
        }
        for (String link : List.of("out", "out2", "magic/dev/shm/out")) {
            read(link + "/canary");
            look(link + "/sub");
            list(link);
            write(link + "/victim");
            write(link + "/new");
            makeDirectory(link + "/made");
            delete(link + "/canary");
            delete(link + "/sub");
        }
        lookOutside();
    }

    /** A program that exchanges directories for links, and files for links, as fast as it can. */
    void withLinksThatComeAndGo() throws InterruptedException {
        ProcessSpec swap = Ran.spec(List.of("python3", "-c", SWAP), TestDocker.PATIENCE.multipliedBy(10))
                .withKeep(true);
        SandboxProcess swapping = sandbox.spawn(swap);
        assertThat(swapping.poll(TestDocker.PATIENCE)).isPresent();
        for (int round = 0; round < ROUNDS; round++) {
            for (String dir : List.of("dir", "dir2")) {
                write("/sandbox/" + dir + "/canary");
                read("/sandbox/" + dir + "/canary");
                write("/sandbox/" + dir + "/victim");
                delete("/sandbox/" + dir + "/victim");
                list("/sandbox/" + dir);
                write("/sandbox/" + dir + "/sub/canary");
                makeDirectory("/sandbox/" + dir + "/made/" + round % 10);
                delete("/sandbox/" + dir + "/sub");
            }
            read("/sandbox/file");
        }
        swapping.kill();
        Ran ended = Ran.follow(swapping);
        assertThat(ended.exit().killed()).as(ended.err()).isTrue();
        lookOutside();
    }
}
