package io.isol8.domain;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that hosts are searched for (spec 19.3, 19.4): unanchored, case-insensitive. What it may cost is
 * bounded, whatever it looks like. Immutable.
 */
public final class HostPattern {

    private static final int LONGEST = 1000;

    /** How many characters are looked at before a search is given up; an ordinary pattern needs some hundreds. */
    private static final int MOST_STEPS = 200_000;

    private static final Pattern SPECIAL = Pattern.compile("[^a-z0-9]");

    private final Pattern pattern;

    private HostPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** What came of a search. */
    public enum Outcome {
        FOUND,
        ABSENT,
        /** Given up: nobody knows. */
        TOO_COSTLY
    }

    /**
     * Reads patterns.
     *
     * @param field what they are called, for the message
     * @throws Isol8Exception with {@code INVALID_REQUEST} naming the field if one of them is none
     */
    public static List<HostPattern> all(String field, List<String> texts) {
        return texts.stream().map(text -> of(field, text)).toList();
    }

    private static HostPattern of(String field, String text) {
        Pattern compiled = compiled(text);
        if (compiled == null) {
            throw Isol8Exception.invalid(field + " must hold regular expressions of at most " + LONGEST
                    + " characters, not \"" + Ascii.printable(text) + "\".");
        }
        if (PatternWays.of(text) > PatternWays.MOST) {
            throw Isol8Exception.invalid(field + " must hold regular expressions that ECMAScript reads alike and that"
                    + " cannot match in more than " + PatternWays.MOST + " ways, not \"" + Ascii.printable(text)
                    + "\".");
        }
        return new HostPattern(compiled);
    }

    private static @Nullable Pattern compiled(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    /** The pattern of this host and no other. */
    public static String exactly(String host) {
        return "^" + SPECIAL.matcher(Ascii.lowerCase(host)).replaceAll("\\\\$0") + "$";
    }

    /** Searches a host. Ends soon. */
    public Outcome search(HostName host) {
        try {
            return pattern.matcher(new CountedText(host.text())).find() ? Outcome.FOUND : Outcome.ABSENT;
        } catch (CountedText.ExhaustedException | StackOverflowError e) {
            return Outcome.TOO_COSTLY;
        }
    }

    /** As it was written. */
    public String text() {
        return pattern.pattern();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HostPattern that && that.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    /** A text that lets itself be looked at only so often: the one place where a search passes again and again. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int left = MOST_STEPS;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new ExhaustedException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }

        private static final class ExhaustedException extends RuntimeException {

            private static final long serialVersionUID = 1L;

            ExhaustedException() {
                super("looked at too often", null, false, false);
            }
        }
    }
}
