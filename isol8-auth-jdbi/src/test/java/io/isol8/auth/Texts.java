package io.isol8.auth;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a failure tells somebody who prints it. */
final class Texts {

    private Texts() {}

    /** With its causes and everything that it suppressed. */
    static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
