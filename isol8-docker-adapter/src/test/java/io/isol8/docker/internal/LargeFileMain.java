package io.isol8.docker.internal;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.ports.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** A file larger than any memory, into a sandbox and back, in a JVM of its own; prints the checksums met on the way. */
final class LargeFileMain {

    static final long BYTES = 1L << 30;

    private static final String FILE = "/sandbox/large";

    private LargeFileMain() {}

    public static void main(String[] args) throws IOException, NoSuchAlgorithmException {
        Isol8Options options = Isol8Options.builder()
                .mode(Mode.PERSISTENT)
                .memoryLimit("2g")
                .sandboxSize("1500m")
                .build();
        try (DockerIsol8 isol8 = DockerIsol8.builder().options(options).build()) {
            isol8.execute(bash("true"));
            MessageDigest sent = MessageDigest.getInstance("SHA-256");
            long begin = System.nanoTime();
            isol8.files().write(FILE, 0644, new DigestInputStream(new RandomBytes(), sent));
            rate("put", begin);
            System.out.println(HexFormat.of().formatHex(sent.digest()));
            System.out.println(
                    isol8.execute(bash("sha256sum < " + FILE)).stdout().split(" ")[0]);
            MessageDigest received = MessageDigest.getInstance("SHA-256");
            begin = System.nanoTime();
            try (OpenFile file = isol8.files().open(FILE);
                    OutputStream nowhere = new DigestOutputStream(OutputStream.nullOutputStream(), received)) {
                System.out.println(file.content().transferTo(nowhere));
            }
            rate("get", begin);
            System.out.println(HexFormat.of().formatHex(received.digest()));
        }
    }

    private static ExecutionRequest bash(String code) {
        return ExecutionRequest.builder("bash").code(code).build();
    }

    /** With the checksum on the way, which costs about as much as the way. */
    private static void rate(String what, long begin) {
        System.err.printf("%s: %.0f MB/s%n", what, BYTES / 1e6 / ((System.nanoTime() - begin) / 1e9));
    }

    /** Bytes that no hop on the way can compress or take for another part of themselves. */
    private static final class RandomBytes extends InputStream {

        private final SplittableRandom random = new SplittableRandom(1);
        private long left = BYTES;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            byte[] some = new byte[(int) Math.min(length, left)];
            random.nextBytes(some);
            System.arraycopy(some, 0, target, offset, some.length);
            left -= some.length;
            return some.length;
        }
    }
}
