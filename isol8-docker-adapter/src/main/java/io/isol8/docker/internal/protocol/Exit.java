package io.isol8.docker.internal.protocol;

/**
 * How a program ended. Thread-safe: immutable.
 *
 * @param signaled whether a signal ended it; {@code status} is then the signal's number, else the exit status
 * @param deadlinePassed whether its deadline ended it
 * @param killed whether a {@code KILL} came before it ended
 * @param memoryKill whether the kernel's memory killer ran in the sandbox meanwhile
 * @param zygote whether an interpreter that was started before ran it
 * @param userMicros processor time of it and of all processes reaped meanwhile
 * @param systemMicros likewise
 * @param peakRssBytes of the largest of these processes
 * @param memoryBytes of the sandbox at the end, 0 if unknown
 * @param peakMemoryBytes of the sandbox since it was created, 0 if unknown
 * @param stdoutBytes written by the program, forwarded or not
 * @param stderrBytes likewise
 */
public record Exit(
        boolean signaled,
        boolean deadlinePassed,
        boolean killed,
        boolean memoryKill,
        boolean zygote,
        int status,
        long wallMicros,
        long userMicros,
        long systemMicros,
        long peakRssBytes,
        long memoryBytes,
        long peakMemoryBytes,
        long stdoutBytes,
        long stderrBytes) {

    private static final int DEADLINE_FLAG = 1;
    private static final int KILLED_FLAG = 2;
    private static final int MEMORY_FLAG = 4;
    private static final int ZYGOTE_FLAG = 8;

    public static Exit decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        int cause = reader.u8();
        int flags = reader.u8();
        if (cause > 1) {
            throw new ProtocolException("unknown cause of an exit: " + cause);
        }
        Exit exit = new Exit(
                cause == 1,
                (flags & DEADLINE_FLAG) != 0,
                (flags & KILLED_FLAG) != 0,
                (flags & MEMORY_FLAG) != 0,
                (flags & ZYGOTE_FLAG) != 0,
                (int) reader.u32(),
                reader.u64(),
                reader.u64(),
                reader.u64(),
                reader.u64(),
                reader.u64(),
                reader.u64(),
                reader.u64(),
                reader.u64());
        reader.end();
        return exit;
    }

    public byte[] encode() {
        return new PayloadWriter()
                .u8(signaled ? 1 : 0)
                .u8((deadlinePassed ? DEADLINE_FLAG : 0)
                        | (killed ? KILLED_FLAG : 0)
                        | (memoryKill ? MEMORY_FLAG : 0)
                        | (zygote ? ZYGOTE_FLAG : 0))
                .u32(status)
                .u64(wallMicros)
                .u64(userMicros)
                .u64(systemMicros)
                .u64(peakRssBytes)
                .u64(memoryBytes)
                .u64(peakMemoryBytes)
                .u64(stdoutBytes)
                .u64(stderrBytes)
                .toBytes();
    }
}
