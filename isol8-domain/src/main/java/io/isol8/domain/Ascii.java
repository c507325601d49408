package io.isol8.domain;

import java.util.Locale;

/** Text handling that must not depend on the locale. */
final class Ascii {

    private static final int SHOWN = 100;

    private Ascii() {}

    static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A stranger's text, fit for one line of an error message: no control characters, bounded. */
    static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
