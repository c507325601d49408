package io.isol8.wire;

/** Text that may hold halves of characters, which no encoding has a place for. */
final class Unicode {

    private static final char REPLACEMENT = '\ufffd';

    private Unicode() {}

    /** The text with U+FFFD in place of each lone surrogate. */
    static String wellFormed(String text) {
        int first = firstLoneSurrogate(text, 0);
        if (first < 0) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = first; i >= 0; i = firstLoneSurrogate(text, i + 1)) {
            repaired.setCharAt(i, REPLACEMENT);
        }
        return repaired.toString();
    }

    private static int firstLoneSurrogate(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return i;
            }
        }
        return -1;
    }
}
