package io.isol8.ports;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start in a sandbox.
 *
 * @param file is written before it starts, over what may be there
 * @param argv the program, looked up along the PATH of {@code env}, and its arguments
 * @param env its whole environment
 * @param workdir absolute path
 * @param deadline after which the supervisor kills everything that the program started
 * @param zygote whether an interpreter that was started before may run it
 * @param stdin what it reads from standard input first; without it nothing
 * @param interactive whether standard input stays open after that, for {@link SandboxProcess#writeStdin}; else the
 *     program sees its end
 * @param keep whether what it leaves running survives its end
 */
public record ProcessSpec(
        Optional<ProgramFile> file,
        List<String> argv,
        Map<String, String> env,
        String workdir,
        Duration deadline,
        boolean zygote,
        Optional<byte[]> stdin,
        boolean interactive,
        boolean keep) {

    /** A program that sees the end of its input at once and whose end is the end of all that it started. */
    public ProcessSpec(List<String> argv, Map<String, String> env, String workdir, Duration deadline) {
        this(Optional.empty(), argv, env, workdir, deadline, false, Optional.empty(), false, false);
    }

    public ProcessSpec withFile(ProgramFile written) {
        return new ProcessSpec(Optional.of(written), argv, env, workdir, deadline, zygote, stdin, interactive, keep);
    }

    public ProcessSpec withZygote(boolean allowed) {
        return new ProcessSpec(file, argv, env, workdir, deadline, allowed, stdin, interactive, keep);
    }

    public ProcessSpec withStdin(byte[] bytes) {
        return new ProcessSpec(file, argv, env, workdir, deadline, zygote, Optional.of(bytes), interactive, keep);
    }

    public ProcessSpec withInteractive(boolean open) {
        return new ProcessSpec(file, argv, env, workdir, deadline, zygote, stdin, open, keep);
    }

    public ProcessSpec withKeep(boolean kept) {
        return new ProcessSpec(file, argv, env, workdir, deadline, zygote, stdin, interactive, kept);
    }

    public ProcessSpec withWorkdir(String directory) {
        return new ProcessSpec(file, argv, env, directory, deadline, zygote, stdin, interactive, keep);
    }

    public ProcessSpec withDeadline(Duration time) {
        return new ProcessSpec(file, argv, env, workdir, time, zygote, stdin, interactive, keep);
    }
}
