package io.isol8.bench;

import io.isol8.app.AuditFile;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a warm run costs more if a record of it goes to a file, both ways taking turns. */
public final class AuditCost {

    /** Runs without a gap between them, before it is the other one's turn. */
    private static final int BLOCK = 20;

    private final int runs;
    private final WarmRun python;

    AuditCost(int runs) {
        this.runs = runs;
        this.python = WarmRun.python(runs);
    }

    /** Prints these tables alone. The argument is how many runs of each kind are timed. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the runs");
        }
        System.out.println("Measured on " + Machine.describe() + ".\n");
        System.out.println(new AuditCost(Integer.parseInt(arguments[0])).tables());
    }

    String tables() throws IOException {
        Path directory = Files.createTempDirectory("isol8-bench");
        try (DockerIsol8 off = DockerIsol8.builder().pooling(PoolPolicy.DEFAULT).build();
                DockerIsol8 on = DockerIsol8.builder()
                        .pooling(PoolPolicy.DEFAULT)
                        .audit(new AuditFile(directory, 1, SystemClock.INSTANCE), AuditDetail.DEFAULT)
                        .build()) {
            for (int i = 0; i < WarmRun.WARM_UP; i++) {
                python.run(off);
                python.run(on);
            }
            return withGaps(off, on) + "\n" + withoutGaps(off, on);
        } finally {
            delete(directory);
        }
    }

    private String withGaps(DockerIsol8 off, DockerIsol8 on) {
        Series without = new Series("without audit");
        Series with = new Series("with audit");
        for (int i = 0; i < runs; i++) {
            boolean offFirst = i % 2 == 0;
            WarmRun.pause();
            (offFirst ? without : with).add(python.run(offFirst ? off : on));
            WarmRun.pause();
            (offFirst ? with : without).add(python.run(offFirst ? on : off));
        }
        return Table.tails("Warm, python `print(1)`, 50 ms between runs", List.of(without, with));
    }

    private String withoutGaps(DockerIsol8 off, DockerIsol8 on) {
        Series without = new Series("without audit");
        Series with = new Series("with audit");
        for (int done = 0; done < runs; done += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                without.add(python.run(off));
            }
            for (int i = 0; i < BLOCK; i++) {
                with.add(python.run(on));
            }
        }
        return Table.tails("Warm, python `print(1)`, no gaps", List.of(without, with));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
