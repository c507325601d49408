package io.isol8.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where the program of a request comes from. */
public sealed interface Source {

    /** The program's text; run by the request's runtime as a file. */
    record Code(String text) implements Source {}

    /** A bash command line, whatever the runtime, which still picks the image (spec 23.3). */
    record Command(String line) implements Source {}

    /**
     * A place to fetch the program's text from (spec 22).
     *
     * @param url as it was given; nothing of it has been looked at
     * @param hash SHA-256 of what has to be there, in lower-case hexadecimal digits
     * @param allowInsecure whether it may be fetched without TLS
     */
    record Url(String url, Optional<String> hash, boolean allowInsecure) implements Source {

        private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

        public Url {
            hash = hash.map(Ascii::lowerCase);
            hash.filter(digits -> !SHA_256.matcher(digits).matches()).ifPresent(digits -> {
                throw Isol8Exception.invalid(
                        "ExecutionRequest.codeHash must be a SHA-256 in 64 hexadecimal digits, not \""
                                + Ascii.printable(digits) + "\".");
            });
        }
    }
}
