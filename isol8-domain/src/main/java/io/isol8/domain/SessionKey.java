package io.isol8.domain;

/**
 * Names a session: an id means nothing outside its tenant (spec 3.8). Immutable.
 *
 * @param tenant whose session it is
 * @param id as the client chose it: 1 to 200 characters, nothing invisible
 */
public record SessionKey(String tenant, String id) {

    private static final int LONGEST = 200;

    public SessionKey {
        if (id.isEmpty()
                || id.length() > LONGEST
                || !Ascii.printable(id, LONGEST).equals(id)) {
            throw Isol8Exception.invalid(
                    "Invalid sessionId: it has 1 to " + LONGEST + " characters, none of them a control character.");
        }
    }
}
