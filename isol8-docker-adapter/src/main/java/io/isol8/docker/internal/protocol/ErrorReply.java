package io.isol8.docker.internal.protocol;

/**
 * The supervisor's answer to what did not work. Thread-safe: immutable.
 *
 * @param errno the kernel's number, 0 if the error is not the kernel's
 */
public record ErrorReply(int errno, String text) {

    public static ErrorReply decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        ErrorReply reply = new ErrorReply((int) reader.u32(), reader.str());
        reader.end();
        return reply;
    }

    public byte[] encode() {
        return new PayloadWriter().u32(errno).str(text).toBytes();
    }
}
