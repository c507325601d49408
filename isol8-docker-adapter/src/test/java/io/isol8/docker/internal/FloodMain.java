package io.isol8.docker.internal;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.OutputChannel;
import io.isol8.domain.StreamEvent;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A program's flood of output in a JVM of its own: {@code idle} measures that JVM, {@code flood} does it. */
final class FloodMain {

    static final int BYTES = 50_000_000;

    private FloodMain() {}

    public static void main(String[] args) {
        try (DockerIsol8 isol8 = DockerIsol8.create()) {
            isol8.execute(bash("echo ready"));
            if (args[0].equals("idle")) {
                System.gc();
                System.out.println(
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            } else {
                ExecutionRequest flood = bash("yes | head -c " + BYTES);
                ExecutionResult buffered = isol8.execute(flood);
                report(buffered.stdout(), buffered);
                StringBuilder complaints = new StringBuilder();
                AtomicLong bytes = new AtomicLong();
                ExecutionResult streamed = isol8.execute(flood, event -> {
                    if (event instanceof StreamEvent.Output output) {
                        if (output.channel() == OutputChannel.STDERR) {
                            complaints.append(output.text());
                        } else {
                            bytes.addAndGet(output.text().getBytes(StandardCharsets.UTF_8).length);
                        }
                    }
                });
                System.out.println(bytes);
                report(complaints.toString(), streamed);
            }
        }
    }

    private static ExecutionRequest bash(String code) {
        return ExecutionRequest.builder("bash").code(code).build();
    }

    private static void report(String text, ExecutionResult result) {
        System.out.println(text.length() + " " + text.substring(text.lastIndexOf('\n') + 1));
        System.out.println(result.truncated() + " " + result.exitCode() + " " + result.durationMs());
    }
}
