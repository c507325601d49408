package io.isol8.domain;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for lists of packages (spec 12.5, 24.5). */
public final class Packages {

    private static final int LONGEST = 200;
    private static final Pattern NAME = Pattern.compile("[@a-zA-Z0-9_./\\-=]+");
    private static final Pattern PYTHON = Pattern.compile("[@a-zA-Z0-9_./\\-][@a-zA-Z0-9_./\\-=\\[\\]<>~!,]*");
    private static final Pattern DENO = Pattern.compile("[@a-zA-Z0-9_./\\-=:]+");

    /** What another bound of a version begins with. */
    private static final String BOUNDS = "<>=!~";

    private Packages() {}

    /**
     * The list without surrounding white space, empty entries and repetitions, sorted.
     *
     * @param runtime whose package manager they are for
     * @throws Isol8Exception with the text of spec 10.4 for what cannot be the name of a package, or could be taken for
     *     an option
     */
    public static List<String> checked(String runtime, Collection<String> packages) {
        return checked("", runtime, packages);
    }

    /**
     * The same for a list that has a name.
     *
     * @param field what the list is called, for the message; may be empty
     */
    static List<String> checked(String field, String runtime, Collection<String> packages) {
        Pattern form = form(runtime);
        int index = 0;
        for (String name : packages) {
            if (!name.isBlank()) {
                check(form, name.strip(), field.isEmpty() ? "" : " (" + field + "[" + index + "])");
            }
            index++;
        }
        return packages.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static Pattern form(String runtime) {
        return switch (runtime) {
            case "python" -> PYTHON;
            case "deno" -> DENO;
            default -> NAME;
        };
    }

    private static void check(Pattern form, String name, String where) {
        if (name.startsWith("-")
                || name.length() > LONGEST
                || !form.matcher(name).matches()) {
            String why = name.startsWith("-")
                    ? " It must not begin with -."
                    : name.length() > LONGEST ? " It must have at most " + LONGEST + " characters." : "";
            throw Isol8Exception.invalid("Invalid package name: \"" + Ascii.printable(name)
                    + "\". Only alphanumeric, -, _, ., /, @, and = are allowed." + why + where);
        }
    }

    /**
     * The entries of a list such as {@code numpy,pandas[excel,html]>=2,<3}: a comma is between two unless it is followed by
     * another bound of a version, or within the brackets of extras. Looked at once, from its end.
     */
    public static List<String> split(String list) {
        Deque<String> entries = new ArrayDeque<>();
        int end = list.length();
        boolean bracketed = false;
        char next = ' ';
        for (int i = end - 1; i >= 0; i--) {
            char character = list.charAt(i);
            if (character == ',' && !bracketed && BOUNDS.indexOf(next) < 0) {
                entries.addFirst(list.substring(i + 1, end));
                end = i;
            }
            if (character == '[' || character == ']') {
                bracketed = character == ']';
            }
            if (!Character.isWhitespace(character)) {
                next = character;
            }
        }
        entries.addFirst(list.substring(0, end));
        return List.copyOf(entries);
    }

    /**
     * Whether an image has all of these packages, in exactly these versions (spec 24.7).
     *
     * @param dependencies what it has, joined
     * @param packages checked
     */
    public static boolean contains(String dependencies, Collection<String> packages) {
        return Set.copyOf(split(dependencies)).containsAll(packages);
    }

    /** In one text. */
    public static String join(Collection<String> packages) {
        return String.join(",", packages);
    }
}
