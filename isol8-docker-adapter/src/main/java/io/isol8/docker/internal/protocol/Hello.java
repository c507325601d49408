package io.isol8.docker.internal.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The supervisor's first frame. Thread-safe: immutable.
 *
 * @param version of the protocol
 * @param capabilities a bit set
 * @param maxPayload the largest payload it accepts, in bytes
 * @param stdinWindow bytes of standard input that may be sent on a channel before the first credit
 * @param supervisorVersion for people
 */
public record Hello(int version, long capabilities, int maxPayload, int stdinWindow, String supervisorVersion) {

    /** The version of the protocol that this package speaks. */
    public static final int VERSION = 1;

    private static final long ZYGOTES = 1;
    private static final long EGRESS = 2;

    private static final byte[] MAGIC = "ISO8".getBytes(StandardCharsets.US_ASCII);

    public static Hello decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        if (!Arrays.equals(reader.raw(MAGIC.length), MAGIC)) {
            throw new ProtocolException("not a supervisor");
        }
        int version = reader.u16();
        long capabilities = reader.u32();
        int maxPayload = bounded(reader.u32());
        int stdinWindow = bounded(reader.u32());
        Hello hello = new Hello(version, capabilities, maxPayload, stdinWindow, reader.str());
        // A later version may say more; it is for the caller to refuse it by its number.
        if (version == VERSION) {
            reader.end();
        }
        return hello;
    }

    /** Whether the supervisor can keep an interpreter started. */
    public boolean hasZygotes() {
        return (capabilities & ZYGOTES) != 0;
    }

    /** Whether the supervisor can carry connections out of the sandbox. */
    public boolean hasEgress() {
        return (capabilities & EGRESS) != 0;
    }

    public byte[] encode() {
        return new PayloadWriter()
                .raw(MAGIC)
                .u16(version)
                .u32(capabilities)
                .u32(maxPayload)
                .u32(stdinWindow)
                .str(supervisorVersion)
                .toBytes();
    }

    private static int bounded(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }
}
