package io.isol8.docker.internal;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.InterruptedIOException;
import java.util.Locale;

/** Docker's failures in our words. */
final class DockerErrors {

    private DockerErrors() {}

    /** The engine answered with an error status. */
    static Isol8Exception answered(int status, String message, String what) {
        String said = message.toLowerCase(Locale.ROOT);
        if (said.contains("no space left on device")) {
            return new Isol8Exception(
                    ErrorCode.OUT_OF_DISK, "The Docker engine's machine has no disk space left: " + message);
        }
        if (said.contains("api version") && (said.contains("too old") || said.contains("too new"))) {
            return new Isol8Exception(
                    ErrorCode.ENGINE_UNSUPPORTED, "This Docker engine cannot be spoken to: " + message);
        }
        if (status == 404 && said.contains("no such image")) {
            return new Isol8Exception(ErrorCode.IMAGE_MISSING, "Image missing: " + message);
        }
        if (status == 409 && said.contains("already in use")) {
            return new Isol8Exception(ErrorCode.NAME_IN_USE, "Container name in use: " + message);
        }
        if (status == 400 && said.contains("range of cpus")) {
            return new Isol8Exception(ErrorCode.INVALID_REQUEST, "cpuLimit is beyond this machine: " + message);
        }
        return new Isol8Exception(
                ErrorCode.ENGINE_FAILED, "Docker answered " + status + " to " + what + ": " + message);
    }

    /** What answered does not speak Docker's language. */
    static Isol8Exception notDocker(DockerEndpoint endpoint, String what, Exception failure) {
        return new Isol8Exception(
                ErrorCode.ENGINE_FAILED,
                "What listens at " + endpoint.host() + " does not answer like a Docker engine (" + what + ").",
                failure);
    }

    /** The engine takes too long. */
    static Isol8Exception late(DockerEndpoint endpoint, String what, Exception failure) {
        return new Isol8Exception(
                ErrorCode.ENGINE_UNAVAILABLE,
                "The Docker engine at " + endpoint.host() + " did not answer in time: " + what,
                failure);
    }

    /** The engine did not answer at all, or stopped in the middle. */
    static Isol8Exception broken(DockerEndpoint endpoint, Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        if (Thread.currentThread().isInterrupted() || root instanceof InterruptedException) {
            return new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while talking to the Docker engine.", failure);
        }
        if (root instanceof InterruptedIOException) {
            return late(endpoint, reason, failure);
        }
        return new Isol8Exception(
                ErrorCode.ENGINE_UNAVAILABLE,
                "Docker is not running or not installed. (" + endpoint.host() + ": " + reason + ")",
                failure);
    }
}
