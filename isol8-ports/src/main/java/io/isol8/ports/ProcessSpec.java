package io.isol8.ports;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to start in a sandbox.
 *
 * @param argv the program, looked up along the PATH of {@code env}, and its arguments
 * @param env its whole environment
 * @param workdir absolute path
 * @param deadline after which the supervisor kills everything that the program started
 * @param zygote whether an interpreter that was started before may run it
 * @param stdin what it reads from standard input, then end of file; without it end of file at once
 */
public record ProcessSpec(
        List<String> argv,
        Map<String, String> env,
        String workdir,
        Duration deadline,
        boolean zygote,
        Optional<byte[]> stdin) {}
