package io.isol8.domain;

/** Where the program of a request comes from. */
public sealed interface Source {

    /** The program's text; run by the request's runtime as a file. */
    record Code(String text) implements Source {}

    /** A bash command line, whatever the runtime, which still picks the image (spec 23.3). */
    record Command(String line) implements Source {}

    /** A place to fetch the program's text from (spec 22). */
    record Url(String url) implements Source {}
}
