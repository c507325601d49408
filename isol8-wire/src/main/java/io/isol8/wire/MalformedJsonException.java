package io.isol8.wire;

/** A document is not JSON, or not any that is accepted. */
final class MalformedJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    MalformedJsonException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    /** What is wrong and where; stands on its own. */
    String sentence() {
        return sentence;
    }
}
