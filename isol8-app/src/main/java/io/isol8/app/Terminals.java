package io.isol8.app;

import java.util.Map;

/**
 * What is known of the standard streams: who sits there. The launcher tells, for Java cannot find out.
 *
 * @param in whether what is read is typed
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal
 * @param colours whether somebody who sits at a terminal wants colours
 */
record Terminals(boolean in, boolean out, boolean err, boolean colours) {

    /** Nobody sits anywhere. */
    static final Terminals NONE = new Terminals(false, false, false, false);

    static Terminals of(Map<String, String> environment) {
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean unable = environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Terminals(
                Boolean.getBoolean("isol8.stdin.terminal"),
                Boolean.getBoolean("isol8.stdout.terminal"),
                Boolean.getBoolean("isol8.stderr.terminal"),
                !unwanted && !unable);
    }

    boolean coloursOnOut() {
        return out && colours;
    }

    boolean coloursOnErr() {
        return err && colours;
    }
}
