package io.isol8.domain;

/**
 * What a program cost (spec 20), measured inside its sandbox.
 *
 * @param cpuPercent CPU time over wall time, times 100; above 100 when several cores worked
 * @param cpuTimeMs user and system time of all its processes, milliseconds
 * @param memoryMB memory of the sandbox at the end, MiB
 * @param peakMemoryMB the most memory it had, MiB
 * @param networkBytesIn bytes received from the network
 * @param networkBytesOut bytes sent to the network
 */
public record ResourceUsage(
        double cpuPercent,
        double cpuTimeMs,
        double memoryMB,
        double peakMemoryMB,
        long networkBytesIn,
        long networkBytesOut) {}
