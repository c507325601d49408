package io.isol8.domain;

/**
 * A program that came from a URL and that the policy accepts (spec 22.5). Immutable.
 *
 * @param text without the byte order mark that it may have had
 * @param sha256 of all that came, byte order mark included, in lower-case hexadecimal digits
 */
public record FetchedCode(String text, String sha256) {}
