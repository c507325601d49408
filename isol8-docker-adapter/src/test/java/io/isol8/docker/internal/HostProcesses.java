package io.isol8.docker.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs in sandboxes as the host sees them: by a word in their arguments that nobody else has. */
final class HostProcesses {

    private static final Pattern CONTAINER = Pattern.compile("[0-9a-f]{64}");
    private static final AtomicLong LAST =
            new AtomicLong(ProcessHandle.current().pid() * 1_000_000);

    private HostProcesses() {}

    /** A number of seconds to sleep for that no other process sleeps for: many years. */
    static String uniqueSleep() {
        return "3" + LAST.incrementAndGet();
    }

    /** The processes that have {@code word} among their arguments. */
    static List<Long> withArgument(String word) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(ProcessHandle::pid)
                    .filter(pid -> arguments(pid).contains(word))
                    .toList();
        }
    }

    static void awaitCount(String word, int count) {
        await().atMost(TestDocker.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> withArgument(word).size() == count);
    }

    /** The container that the process runs in. */
    static String containerOf(long pid) {
        Matcher matcher = CONTAINER.matcher(read(pid, "cgroup").orElseThrow());
        if (!matcher.find()) {
            throw new AssertionError("process " + pid + " is in no container");
        }
        return matcher.group();
    }

    /** Whether it still runs; a zombie does not. */
    static boolean lives(long pid) {
        return read(pid, "stat")
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip())
                .filter(fields -> !fields.startsWith("Z") && !fields.startsWith("X"))
                .isPresent();
    }

    private static List<String> arguments(long pid) {
        return read(pid, "cmdline").map(text -> List.of(text.split("\0"))).orElse(List.of());
    }

    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
