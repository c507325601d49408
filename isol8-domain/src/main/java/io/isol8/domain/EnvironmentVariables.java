package io.isol8.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rule for variables of a program: what the kernel can hold. */
final class EnvironmentVariables {

    private EnvironmentVariables() {}

    /**
     * An immutable copy, in order.
     *
     * @param kind what these variables are called in an error
     */
    static Map<String, String> checked(String kind, Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw Isol8Exception.invalid("Invalid " + kind + " name: \"" + Ascii.printable(name)
                        + "\". A name is not empty and contains neither \"=\" nor NUL.");
            }
            if (value.indexOf('\0') >= 0) {
                throw Isol8Exception.invalid(
                        "Invalid " + kind + " value of \"" + Ascii.printable(name) + "\": it must not contain NUL.");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }
}
