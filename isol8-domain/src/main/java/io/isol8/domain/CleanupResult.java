package io.isol8.domain;

import java.util.ArrayList;
import java.util.List;

/**
 * What a removal achieved (spec 4.9, 25).
 *
 * @param removed how many are gone
 * @param failed how many could not be removed
 * @param errors a line for each of those
 */
public record CleanupResult(int removed, int failed, List<String> errors) {

    public CleanupResult {
        errors = List.copyOf(errors);
    }

    /** Nothing was there. */
    public static CleanupResult nothing() {
        return new CleanupResult(0, 0, List.of());
    }

    public CleanupResult plus(CleanupResult other) {
        List<String> all = new ArrayList<>(errors);
        all.addAll(other.errors);
        return new CleanupResult(removed + other.removed, failed + other.failed, all);
    }
}
