package io.isol8.docker.internal.protocol;

import java.io.IOException;

/** The other side sent something that the protocol does not allow. Thread-safe: immutable but for its trace. */
public final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    public ProtocolException(String message) {
        super(message);
    }
}
