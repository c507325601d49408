package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.StreamEvent;
import io.isol8.domain.pool.PoolPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a run costs that finds nothing prepared: through the Java API to the first byte of output, and through the
 * command line to its end.
 */
final class ColdRun {

    private static final String IMAGE = "isol8:python";
    private static final String PROGRAM = "print(1)";

    private final Path root;
    private final int runs;

    ColdRun(Path root, int runs) {
        this.root = root;
        this.runs = runs;
    }

    String firstByte() throws IOException {
        Series raw = new Series("raw create + start");
        Series ours = new Series("isol8, Java API");
        ExecutionRequest request =
                ExecutionRequest.builder("python").code(PROGRAM).build();
        try (RawContainer container = new RawContainer(Files.readString(root.resolve("seccomp/strict.json")));
                DockerIsol8 isol8 =
                        DockerIsol8.builder().pooling(PoolPolicy.FRESH).build()) {
            isol8.execute(request);
            container.runToFirstByte(IMAGE, List.of("python3", "-c", PROGRAM));
            for (int i = 0; i < runs; i++) {
                raw.add(container.runToFirstByte(IMAGE, List.of("python3", "-c", PROGRAM)));
                ours.add(firstByte(isol8, request));
            }
        }
        return Table.of("Cold, python `print(1)`, to the first byte of output", List.of(raw, ours));
    }

    private static long firstByte(DockerIsol8 isol8, ExecutionRequest request) {
        AtomicLong arrived = new AtomicLong();
        long begin = System.nanoTime();
        isol8.execute(request, event -> {
            if (event instanceof StreamEvent.Output) {
                arrived.compareAndSet(0, System.nanoTime());
            }
        });
        return arrived.get() - begin;
    }

    String commandLine() {
        Series docker = new Series("docker run --rm");
        Series ours = new Series("isol8 run");
        List<String> dockerRun = List.of(
                "docker",
                "run",
                "--rm",
                "--network=none",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--security-opt=seccomp=" + root.resolve("seccomp/strict.json"),
                "--read-only",
                "--tmpfs=/tmp:rw,noexec,size=256m",
                "--tmpfs=/sandbox:rw,exec,size=512m",
                "--memory=512m",
                "--cpus=1",
                "--pids-limit=64",
                "--user=100:101",
                "--entrypoint=python3",
                IMAGE,
                "-c",
                PROGRAM);
        List<String> isol8Run = List.of(root.resolve("isol8").toString(), "run", "-r", "python", "-e", PROGRAM);
        for (int i = 0; i < 2; i++) {
            Command.time(dockerRun);
            Command.time(isol8Run);
        }
        for (int i = 0; i < runs; i++) {
            docker.add(Command.time(dockerRun));
            ours.add(Command.time(isol8Run));
        }
        return Table.of("Cold, python `print(1)`, as a command, wall time", List.of(docker, ours));
    }
}
