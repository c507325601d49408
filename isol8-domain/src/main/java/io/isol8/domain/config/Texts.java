package io.isol8.domain.config;

import io.isol8.domain.Ascii;
import io.isol8.domain.Isol8Exception;
import java.util.regex.Pattern;

/** Texts that have to look a certain way. */
final class Texts {

    private Texts() {}

    /** @throws Isol8Exception naming the key and the form if the text has not got it */
    static void check(String key, Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw Isol8Exception.invalid(
                    key + " must look like " + form.pattern() + ", not \"" + Ascii.printable(text) + "\".");
        }
    }
}
