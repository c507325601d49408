package io.isol8.ports;

import java.time.Duration;

/**
 * How a program ended and what it cost, as its supervisor saw it.
 *
 * @param signaled whether a signal ended it
 * @param status its exit status, or the number of that signal
 * @param deadlinePassed whether it was killed because its deadline passed
 * @param killed whether it was killed because {@link SandboxProcess#kill()} was called
 * @param memoryKill whether the kernel's memory killer struck in the sandbox while it ran
 * @param zygote whether an interpreter that was started before ran it
 * @param wall wall time
 * @param cpu user and system time of all its processes
 * @param memoryBytes memory of the sandbox at the end
 * @param peakMemoryBytes the most memory that it had
 * @param stdoutBytes all bytes written to standard output, taken or not
 * @param stderrBytes all bytes written to standard error
 */
public record ProcessExit(
        boolean signaled,
        int status,
        boolean deadlinePassed,
        boolean killed,
        boolean memoryKill,
        boolean zygote,
        Duration wall,
        Duration cpu,
        long memoryBytes,
        long peakMemoryBytes,
        long stdoutBytes,
        long stderrBytes) {}
