package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions in a configuration, kept as they were written (spec 19.4). */
public final class HostPatterns {

    private static final int LONGEST = 1000;

    private HostPatterns() {}

    /** Whether this is a regular expression of at most 1000 characters. */
    public static boolean isPattern(String text) {
        try {
            return text.length() <= LONGEST && Pattern.compile(text).pattern().equals(text);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    static List<String> checked(String key, List<String> patterns) {
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw Isol8Exception.invalid(key + " must hold regular expressions of at most " + LONGEST
                        + " characters, not \"" + Ascii.printable(pattern) + "\".");
            }
        }
        return List.copyOf(patterns);
    }
}
