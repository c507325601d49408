package io.isol8.domain;

import java.util.Locale;

/** Text handling that must not depend on the locale. */
public final class Ascii {

    private static final int SHOWN = 100;

    private Ascii() {}

    public static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A stranger's text, fit for one line of an error message: nothing invisible, bounded. */
    public static String printable(String text) {
        return printable(text, SHOWN);
    }

    /**
     * The same with another bound.
     *
     * @param shown how many characters at most
     */
    public static String printable(String text, int shown) {
        String line = text.codePoints()
                .limit(shown)
                .collect(
                        StringBuilder::new,
                        (out, c) -> out.appendCodePoint(isVisible(c) ? c : '?'),
                        StringBuilder::append)
                .toString();
        return text.codePointCount(0, text.length()) <= shown ? line : line + "…";
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
