package io.isol8.docker.internal;

import io.isol8.domain.Isol8Exception;
import io.isol8.ports.Progress;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container says while packages are installed in it, in the stream in which Docker mixes its two outputs: a
 * word on standard output when they are, everything else on standard error.
 */
final class InstallLog {

    private static final Logger log = LoggerFactory.getLogger(InstallLog.class);
    private static final int HEADER = 8;
    private static final int LENGTH_OFFSET = 4;
    private static final int STDOUT = 1;
    private static final String INSTALLED = "installed\n";
    private static final int SHOWN = 76;
    private static final int LONGEST_LINE = 4096;

    private final String what;
    private final Progress progress;
    private final LastLines last;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder verdict = new StringBuilder();

    /** @param what is being done, for the error's text, e.g. {@code Building my:image} */
    InstallLog(String what, Progress progress) {
        this.what = what;
        this.progress = progress;
        this.last = new LastLines(what);
    }

    /**
     * Reads until the packages are installed.
     *
     * @throws Isol8Exception with {@code IMAGE_BUILD_FAILED} or {@code OUT_OF_DISK} if they could not be
     */
    void follow(InputStream raw) throws IOException {
        byte[] header = new byte[HEADER];
        while (!verdict.toString().equals(INSTALLED)) {
            int got = raw.readNBytes(header, 0, HEADER);
            if (got == 0) {
                endLine();
                throw last.failed("the packages could not be installed.");
            }
            int length = ByteBuffer.wrap(header).getInt(LENGTH_OFFSET);
            byte[] text = raw.readNBytes(length);
            if (got < HEADER || text.length < length) {
                throw new EOFException("the container's output ended too early");
            }
            if (header[0] == STDOUT) {
                verdict.append(new String(text, StandardCharsets.US_ASCII));
            } else {
                take(text);
            }
        }
    }

    private void take(byte[] text) {
        for (byte one : text) {
            if (one == '\n' || one == '\r') {
                endLine();
            } else if (line.size() < LONGEST_LINE) {
                line.write(one);
            }
        }
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8)
                .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("\\p{Cntrl}", "?")
                .strip();
        line.reset();
        if (!text.isEmpty()) {
            log.debug("{}: {}", what, text);
            progress.line("  " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text));
            last.add(text);
        }
    }
}
