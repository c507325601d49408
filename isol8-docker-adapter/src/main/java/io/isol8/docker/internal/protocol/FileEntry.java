package io.isol8.docker.internal.protocol;

/** One entry of a directory; bytes of a name that are not UTF-8 show as U+FFFD. Thread-safe: immutable. */
public record FileEntry(FileInfo info, String name) {

    public static FileEntry decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        FileEntry entry = new FileEntry(FileInfo.read(reader), reader.str());
        reader.end();
        return entry;
    }

    public byte[] encode() {
        return info.write(new PayloadWriter()).str(name).toBytes();
    }
}
