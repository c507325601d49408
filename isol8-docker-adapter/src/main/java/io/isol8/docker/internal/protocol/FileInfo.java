package io.isol8.docker.internal.protocol;

/**
 * What a file is. Thread-safe: immutable.
 *
 * @param kind {@code f} file, {@code d} directory, {@code l} link, {@code o} something else
 * @param mode permission bits
 * @param size in bytes
 * @param modifiedMillis since 1970
 */
public record FileInfo(char kind, int mode, long size, long modifiedMillis) {

    private static final String KINDS = "fdlo";

    public static FileInfo decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        FileInfo info = read(reader);
        reader.end();
        return info;
    }

    static FileInfo read(PayloadReader reader) throws ProtocolException {
        char kind = (char) reader.u8();
        if (KINDS.indexOf(kind) < 0) {
            throw new ProtocolException("unknown kind of file: " + (int) kind);
        }
        return new FileInfo(kind, (int) reader.u32(), reader.u64(), reader.u64());
    }

    public byte[] encode() {
        return write(new PayloadWriter()).toBytes();
    }

    PayloadWriter write(PayloadWriter writer) {
        return writer.u8(kind).u32(mode).u64(size).u64(modifiedMillis);
    }
}
