package io.isol8.ports;

/** What a place answers that was asked for code. */
public sealed interface CodeAnswer {

    /** @param bytes as they were sent; belong to whom they are given */
    record Content(byte[] bytes) implements CodeAnswer {}

    /** @param location as it was sent, not looked at yet */
    record Redirect(String location) implements CodeAnswer {}

    /** @param status of HTTP; neither content nor a redirect came with it */
    record Failure(int status) implements CodeAnswer {}

    /** More than may be: announced, or sent. */
    record TooLarge() implements CodeAnswer {}
}
