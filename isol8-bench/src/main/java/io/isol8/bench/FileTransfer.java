package io.isol8.bench;

import io.isol8.docker.DockerIsol8;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.Mode;
import io.isol8.ports.OpenFile;
import io.isol8.ports.SandboxFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** How fast a large file gets into a sandbox and out of it; all files are in memory. */
final class FileTransfer {

    private static final long BYTES = 1L << 30;
    private static final int PIECE = 1 << 20;
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String INSIDE = "/sandbox/large";

    private final int runs;

    FileTransfer(int runs) {
        this.runs = runs;
    }

    String rates() throws IOException {
        Path source = Files.createTempFile(MEMORY, "isol8-bench", ".source");
        Path target = Files.createTempFile(MEMORY, "isol8-bench", ".target");
        try {
            fill(source);
            return rates(source, target);
        } finally {
            Files.delete(source);
            Files.delete(target);
        }
    }

    private static void fill(Path file) throws IOException {
        Random random = new Random(1);
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < BYTES; written += PIECE) {
                random.nextBytes(piece);
                out.write(piece);
            }
        }
    }

    private String rates(Path source, Path target) throws IOException {
        Series copy = new Series("cp");
        Series put = new Series("isol8 put");
        Series get = new Series("isol8 get");
        Isol8Options options = Isol8Options.builder()
                .mode(Mode.PERSISTENT)
                .memoryLimit("2g")
                .sandboxSize("1500m")
                .build();
        try (DockerIsol8 isol8 = DockerIsol8.builder().options(options).build()) {
            isol8.execute(ExecutionRequest.builder("bash").code("true").build());
            for (int i = 0; i < runs; i++) {
                copy.add(Command.time(List.of("cp", source.toString(), target.toString())));
                put.add(put(isol8.files(), source));
                get.add(get(isol8.files(), target));
                if (Files.mismatch(source, target) >= 0) {
                    throw new IllegalStateException("the file did not come back as it was");
                }
            }
        }
        return Table.rates("A file of 1 GiB, from memory to memory", BYTES, List.of(copy, put, get));
    }

    private static long put(SandboxFiles files, Path source) throws IOException {
        long begin = System.nanoTime();
        try (InputStream content = Files.newInputStream(source)) {
            files.write(INSIDE, SandboxFiles.READABLE, content);
        }
        return System.nanoTime() - begin;
    }

    private static long get(SandboxFiles files, Path target) throws IOException {
        long begin = System.nanoTime();
        try (OpenFile file = files.open(INSIDE);
                OutputStream out = Files.newOutputStream(target)) {
            file.content().transferTo(out);
        }
        return System.nanoTime() - begin;
    }
}
