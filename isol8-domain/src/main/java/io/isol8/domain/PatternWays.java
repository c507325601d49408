package io.isol8.domain;

/**
 * In how many ways a regular expression can be walked through without looking at a single character: what is not bounded by
 * counting looks. Walks over what every dialect reads alike; the rest counts as too many ways.
 */
final class PatternWays {

    /** More than patterns for hosts need. */
    static final long MOST = 10_000;

    private static final long TOO_MANY = MOST + 1;
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private int depth;

    /** Whether the last atom is one that always looks at a character. */
    private boolean looks;

    private PatternWays(String text) {
        this.text = text;
    }

    /** @param text compiles */
    static long of(String text) {
        PatternWays walk = new PatternWays(text);
        long ways = walk.alternatives();
        return walk.at == text.length() ? ways : TOO_MANY;
    }

    private long alternatives() {
        long ways = sequence();
        while (peek() == '|') {
            at++;
            ways = bounded(ways + sequence());
        }
        return ways;
    }

    private long sequence() {
        long ways = 1;
        while (at < text.length() && peek() != '|' && peek() != ')') {
            ways = bounded(ways * quantified(atom()));
        }
        return ways;
    }

    private long atom() {
        char first = text.charAt(at++);
        looks = first != '(' && first != '^' && first != '$';
        return switch (first) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            default -> 1;
        };
    }

    private long group() {
        if (++depth > DEEPEST) {
            return giveUp();
        }
        if (peek() == '?' && !skipGroupKind()) {
            return giveUp();
        }
        long ways = alternatives();
        depth--;
        looks = false;
        if (peek() != ')') {
            return giveUp();
        }
        at++;
        return ways;
    }

    /** Flags and atomic groups, which ECMAScript has not, are not among the kinds. */
    private boolean skipGroupKind() {
        for (String kind : new String[] {"?:", "?=", "?!", "?<=", "?<!"}) {
            if (text.startsWith(kind, at)) {
                at += kind.length();
                return true;
            }
        }
        return false;
    }

    /** Nested classes, intersections and a bracket in the first place are read differently by different dialects. */
    private long characterClass() {
        if (peek() == '^') {
            at++;
        }
        int first = at;
        while (at < text.length() && (peek() != ']' || at == first)) {
            if (peek() == '[' || text.startsWith("&&", at) || (peek() == ']' && at == first)) {
                return giveUp();
            }
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
        return 1;
    }

    /** Quotations, and control characters that take another one with them, could hide something. */
    private long escape() {
        char escaped = peek();
        at++;
        looks = "bBAGzZk123456789".indexOf(escaped) < 0;
        return escaped == 'Q' || escaped == 'E' || escaped == 'c' ? giveUp() : 1;
    }

    private long quantified(long ways) {
        long all = ways;
        while (at < text.length() && "?*+{".indexOf(peek()) >= 0) {
            long times = 1;
            if (peek() == '{') {
                int end = text.indexOf('}', at);
                if (end < 0) {
                    return giveUp();
                }
                times = leastTimes(text.substring(at + 1, end));
                at = end;
            }
            at++;
            all = looks ? 1 : bounded(times * (all + 1));
        }
        return all;
    }

    private static long leastTimes(String braces) {
        String least = braces.split(",", 2)[0];
        return Math.max(1, least.length() > 4 ? TOO_MANY : Long.parseLong(least));
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private long giveUp() {
        at = text.length() + 1;
        return TOO_MANY;
    }

    private static long bounded(long ways) {
        return Math.min(ways, TOO_MANY);
    }
}
