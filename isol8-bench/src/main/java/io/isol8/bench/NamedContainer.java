package io.isol8.bench;

import java.util.ArrayList;
import java.util.List;

/** A container that sleeps, for {@code docker exec}. */
final class NamedContainer implements AutoCloseable {

    private final String name = "isol8-bench-" + ProcessHandle.current().pid();

    NamedContainer(String image) {
        Command.time(List.of(
                "docker",
                "run",
                "-d",
                "--rm",
                "--network=none",
                "--memory=512m",
                "--cpus=1",
                "--name",
                name,
                "--entrypoint=sleep",
                image,
                "3600"));
    }

    /** @return nanoseconds from start to end */
    long exec(List<String> command) {
        List<String> line = new ArrayList<>(List.of("docker", "exec", "--user=100:101", name));
        line.addAll(command);
        return Command.time(line);
    }

    @Override
    public void close() {
        Command.time(List.of("docker", "rm", "-f", name));
    }
}
