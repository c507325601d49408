package io.isol8.wire;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answers instead of what it was asked for (spec 2.3): {@code {"error": "…"}}.
 *
 * @param error the message, for people; existing clients read nothing else
 * @param code what went wrong, in one of the words that both ends know
 */
public record ErrorBody(String error, Optional<ErrorCode> code) implements JsonBody {

    private static final int MOST_BYTES = 1 << 20;

    /** An error without a code. */
    public static ErrorBody of(String error) {
        return new ErrorBody(error, Optional.empty());
    }

    public static ErrorBody of(Isol8Exception failure) {
        return new ErrorBody(failure.message(), Optional.of(failure.code()));
    }

    /**
     * Reads the body of an answer that is not 2xx, whoever gave it.
     *
     * @param body not closed; at most 1 MiB is read
     * @param statusText the message if the body has none
     * @throws IOException only if {@code body} cannot be read
     */
    public static ErrorBody read(InputStream body, String statusText) throws IOException {
        InputStream start = new ByteArrayInputStream(body.readNBytes(MOST_BYTES));
        try {
            return JsonInput.readLenient(start, Origin.ANSWER, of(statusText), in -> new Fields().read(in, statusText));
        } catch (Isol8Exception e) {
            return of(statusText);
        }
    }

    /** The failure to throw for it, with {@code otherwise} as its code if the server named none. */
    public Isol8Exception toException(ErrorCode otherwise) {
        return new Isol8Exception(code.orElse(otherwise), error);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        JsonOutput.write(
                out,
                fields -> fields.field("error", error)
                        .field("code", code.map(ErrorCodes::name).orElse(null)));
    }

    private static final class Fields {

        private @Nullable String error;
        private Optional<ErrorCode> code = Optional.empty();

        ErrorBody read(JsonInput in, String statusText) throws IOException {
            in.object(name -> {
                switch (name) {
                    case "error" -> error = in.string();
                    case "code" -> code = ErrorCodes.of(in.string());
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return error == null ? of(statusText) : new ErrorBody(error, code);
        }
    }
}
