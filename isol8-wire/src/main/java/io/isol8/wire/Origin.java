package io.isol8.wire;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;

/** Who wrote a document, and so what to call it and whose mistake it is. */
enum Origin {
    /** A client's request. */
    BODY("The body", ErrorCode.INVALID_REQUEST, ""),
    /** A client's WebSocket message. */
    MESSAGE("The message", ErrorCode.INVALID_REQUEST, ""),
    /** What a server sent. */
    ANSWER("It", ErrorCode.ENGINE_FAILED, "The server's answer cannot be understood. ");

    private final String document;
    private final ErrorCode code;
    private final String preamble;

    Origin(String document, ErrorCode code, String preamble) {
        this.document = document;
        this.code = code;
        this.preamble = preamble;
    }

    /** What to call the whole document in a sentence. */
    String document() {
        return document;
    }

    Isol8Exception complaint(String sentence) {
        return new Isol8Exception(code, preamble + sentence);
    }
}
