package io.isol8.wire;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;

/** Who wrote a document, and so what to call it and whose mistake it is. */
enum Origin {
    /** A client's request. */
    BODY("The body", ErrorCode.MALFORMED_REQUEST, ErrorCode.INVALID_REQUEST, ""),
    /** A client's WebSocket message. */
    MESSAGE("The message", ErrorCode.MALFORMED_REQUEST, ErrorCode.INVALID_REQUEST, ""),
    /** A file of the operator's. */
    FILE("The file", ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST, ""),
    /** What a server sent. */
    ANSWER("It", ErrorCode.ENGINE_FAILED, ErrorCode.ENGINE_FAILED, "The server's answer cannot be understood. ");

    private final String document;
    private final ErrorCode malformed;
    private final ErrorCode invalid;
    private final String preamble;

    Origin(String document, ErrorCode malformed, ErrorCode invalid, String preamble) {
        this.document = document;
        this.malformed = malformed;
        this.invalid = invalid;
        this.preamble = preamble;
    }

    /** What to call the whole document in a sentence. */
    String document() {
        return document;
    }

    /** It is not what the protocol says. */
    Isol8Exception complaint(String sentence) {
        return new Isol8Exception(malformed, preamble + sentence);
    }

    /** It is what the protocol says, but it cannot be granted. */
    Isol8Exception refusal(String sentence) {
        return new Isol8Exception(invalid, preamble + sentence);
    }
}
