package io.isol8.auth.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.sql.SQLException;

/** The database's failures in our words, without passwords. */
final class DatabaseErrors {

    private final DatabaseAddress address;

    DatabaseErrors(DatabaseAddress address) {
        this.address = address;
    }

    Isol8Exception unavailable(Exception failure) {
        Throwable cause = address.secrets().areToldBy(failure) ? null : failure;
        if (wasInterrupted(failure)) {
            return new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while talking to the key store.", cause);
        }
        return new Isol8Exception(
                ErrorCode.KEY_STORE_UNAVAILABLE,
                "The key store " + address + " is not available: " + reason(failure),
                cause);
    }

    private static boolean wasInterrupted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** What the driver says in one line: the innermost word of it, for the pool says less. */
    String reason(Throwable failure) {
        Throwable reason = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                reason = cause;
            }
        }
        return address.secrets()
                .hide(String.valueOf(reason.getMessage()))
                .replaceAll("\\s+", " ")
                .strip();
    }
}
