package io.isol8.docker.internal.protocol;

/**
 * RESET_DONE: how a reset went. Immutable.
 *
 * @param clean whether nothing is left
 * @param left what is, for people; empty if clean
 */
public record ResetDone(boolean clean, String left) {

    public static ResetDone decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        boolean clean = reader.u8() == 1;
        String left = reader.str();
        reader.end();
        return new ResetDone(clean, left);
    }
}
