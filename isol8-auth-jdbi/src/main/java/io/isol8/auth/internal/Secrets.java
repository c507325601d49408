package io.isol8.auth.internal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What must not be shown, however it got into a text. Immutable. */
public final class Secrets {

    static final Secrets NONE = new Secrets(List.of());
    static final String HIDDEN = "***";

    private final List<String> values;

    /** @param values the longer are hidden first, in case one is part of another */
    Secrets(Collection<String> values) {
        this.values = values.stream()
                .filter(value -> !value.isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, HIDDEN);
        }
        return hidden;
    }

    /** Whether a message of that failure, or of one that it is about, tells one of them. */
    boolean areToldBy(Throwable failure) {
        if (values.stream().anyMatch(failure.toString()::contains)) {
            return true;
        }
        return (failure.getCause() != null && areToldBy(failure.getCause()))
                || List.of(failure.getSuppressed()).stream().anyMatch(this::areToldBy);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
