package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads what is to be run and so has to be text: UTF-8, without NUL, not empty, of bounded size. */
final class ScriptText {

    private final String kind;

    /** @param kind what to call it in a complaint, e.g. {@code program} */
    ScriptText(String kind) {
        this.kind = kind;
    }

    /**
     * All of it.
     *
     * @param place where it is read from, as it is to be shown
     * @throws Isol8Exception with the line to show
     */
    String read(InputStream in, String place) {
        byte[] bytes;
        try {
            bytes = in.readNBytes(ExecutionRequest.MAX_CODE_BYTES + 1);
        } catch (IOException e) {
            throw Isol8Exception.invalid("Cannot read " + place + ": " + FileErrors.reason(e));
        }
        if (bytes.length > ExecutionRequest.MAX_CODE_BYTES) {
            throw Isol8Exception.invalid("The " + kind + " in " + place + " is larger than "
                    + ExecutionRequest.MAX_CODE_BYTES + " bytes, the most that is accepted.");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return present(text, place);
            }
        } catch (CharacterCodingException e) {
            throw binary(place, e);
        }
        throw binary(place, null);
    }

    /** The text, if there is any. */
    String present(String text, String place) {
        if (text.isBlank()) {
            throw Isol8Exception.invalid("There is no " + kind + " in " + place + ": it is empty.");
        }
        return text;
    }

    private Isol8Exception binary(String place, @Nullable Throwable cause) {
        return new Isol8Exception(
                ErrorCode.INVALID_REQUEST,
                "Not a " + kind + " but binary data: " + place + " (" + kind + "s are UTF-8 text without NUL).",
                cause);
    }
}
