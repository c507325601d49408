package io.isol8.docker.internal;

import io.isol8.domain.OutputChannel;
import io.isol8.domain.SandboxEnvironment;
import io.isol8.ports.ProcessEvent;
import io.isol8.ports.ProcessExit;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What a program in a sandbox wrote, and how it ended. */
record Ran(String out, String err, ProcessExit exit) {

    static Ran bash(Sandbox sandbox, String script) throws InterruptedException {
        return argv(sandbox, List.of("bash", "-c", script));
    }

    static Ran python(Sandbox sandbox, String script) throws InterruptedException {
        return argv(sandbox, List.of("python3", "-c", script));
    }

    static Ran argv(Sandbox sandbox, List<String> argv) throws InterruptedException {
        return follow(sandbox.spawn(spec(argv, TestDocker.PATIENCE)));
    }

    static ProcessSpec spec(List<String> argv, Duration deadline) {
        return new ProcessSpec(argv, SandboxEnvironment.base(), "/sandbox", deadline);
    }

    static Ran follow(SandboxProcess process) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        while (true) {
            ProcessEvent event = process.poll(TestDocker.PATIENCE.multipliedBy(2))
                    .orElseThrow(() -> new AssertionError("nothing happened"));
            if (event instanceof ProcessEvent.Output output) {
                (output.channel() == OutputChannel.STDOUT ? out : err).writeBytes(output.bytes());
            } else {
                return new Ran(text(out), text(err), ((ProcessEvent.Ended) event).exit());
            }
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    /** Both streams, for assertions about what a program complained of. */
    String said() {
        return out + err;
    }
}
