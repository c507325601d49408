package io.isol8.docker.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.SecurityOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What Docker is told about the system calls of a container (spec 13.5). Thread-safe. */
final class SeccompOption {

    /** Docker's own profile has some 20 kB. */
    private static final int MOST_BYTES = 1 << 20;

    private final String strictProfile;

    /** @param strictProfile the JSON of isol8's own profile */
    SeccompOption(String strictProfile) {
        this.strictProfile = strictProfile;
    }

    /**
     * isol8's own profile.
     *
     * @param resource where it is packaged
     * @throws Isol8Exception with {@code ENGINE_FAILED} if it is not, for nothing runs without a profile
     */
    static String packaged(String resource) {
        try {
            return new String(Resources.read(resource), StandardCharsets.UTF_8);
        } catch (UncheckedIOException e) {
            throw new Isol8Exception(
                    ErrorCode.ENGINE_FAILED, "Failed to load default seccomp profile: " + e.getMessage(), e);
        }
    }

    /**
     * The entry of {@code SecurityOpt}. A custom profile is read now: the next container may see another one.
     *
     * @throws Isol8Exception with {@code INVALID_REQUEST} if it cannot be used
     */
    String of(SecurityOptions security) {
        return "seccomp="
                + switch (security.seccomp()) {
                    case STRICT -> strictProfile;
                    case UNCONFINED -> "unconfined";
                    case CUSTOM -> custom(security.customProfile().orElseThrow());
                };
    }

    private static String custom(Path file) {
        if (!Files.exists(file)) {
            throw unusable(file, "there is no such file", null);
        }
        if (!Files.isRegularFile(file)) {
            throw unusable(file, "it is not a regular file", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] profile = in.readNBytes(MOST_BYTES + 1);
            if (profile.length > MOST_BYTES) {
                throw unusable(file, "it has more than " + MOST_BYTES + " bytes", null);
            }
            requireObject(file, profile);
            return new String(profile, StandardCharsets.UTF_8);
        } catch (AccessDeniedException e) {
            throw unusable(file, "it must not be read", e);
        } catch (IOException e) {
            throw unusable(file, String.valueOf(e.getMessage()), e);
        }
    }

    /** Docker takes an empty profile for none at all. */
    private static void requireObject(Path file, byte[] profile) throws IOException {
        try {
            JsonNode action = Json.mapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(profile)
                    .path("defaultAction");
            if (!action.isTextual() || action.asText().isEmpty()) {
                throw unusable(file, "it is not a JSON object with a \"defaultAction\"", null);
            }
        } catch (JsonProcessingException e) {
            throw unusable(file, "it is not JSON" + where(e), e);
        }
    }

    private static String where(JsonProcessingException failure) {
        JsonLocation place = failure.getLocation();
        return place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    static Isol8Exception unusable(Path file, String reason, @Nullable Throwable cause) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST, "Failed to load custom seccomp profile at " + file + ": " + reason, cause);
    }
}
