package io.isol8.bench;

import io.isol8.app.AuditFile;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.audit.AuditDetail;
import io.isol8.domain.pool.PoolPolicy;
import io.isol8.ports.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What a warm run costs more if a record of it goes to a file. Two engines of the same kind differ, too, by where their
 * sandboxes happen to lie: so there are new ones for each round, and one more without audit to show how much chance does.
 */
public final class AuditCost {

    private static final int ROUNDS = 5;

    /** Runs of an engine that are not counted, where Java has compiled what every run passes through. */
    private static final int WARM_UP = 30;

    private final int turns;
    private final WarmRun python;
    private final Random order = new Random(1);

    AuditCost(int turns) {
        this.turns = turns;
        this.python = WarmRun.python(turns);
    }

    private enum Pace {
        GAPS("50 ms between runs", 1),
        NO_GAPS("no gaps", 5);

        private final String title;
        private final int runsOfATurn;

        Pace(String title, int runsOfATurn) {
            this.title = title;
            this.runsOfATurn = runsOfATurn;
        }
    }

    /** An engine, and the times of all that came before it in its place. */
    private record Contender(Series times, DockerIsol8 isol8) {}

    /** Prints these tables alone. The argument is how many turns each kind has. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument: the turns");
        }
        System.out.println("Measured on " + Machine.describe() + ".\n");
        System.out.println(new AuditCost(Integer.parseInt(arguments[0])).tables());
    }

    String tables() throws IOException {
        Path directory = Files.createTempDirectory("isol8-bench");
        try {
            try (DockerIsol8 first = audited(directory)) {
                run(first, WarmRun.WARM_UP);
            }
            return table(Pace.GAPS, directory) + "\n" + table(Pace.NO_GAPS, directory);
        } finally {
            delete(directory);
        }
    }

    private String table(Pace pace, Path directory) {
        Series without = new Series("without audit");
        Series with = new Series("with audit");
        Series again = new Series("without audit, other engines");
        for (int round = 0; round < ROUNDS; round++) {
            try (DockerIsol8 first = silent();
                    DockerIsol8 second = audited(directory);
                    DockerIsol8 third = silent()) {
                round(pace, new Contender(without, first), new Contender(with, second), new Contender(again, third));
            }
        }
        return Table.tails("Warm, python `print(1)`, " + pace.title, List.of(without, with, again));
    }

    private void round(Pace pace, Contender... contenders) {
        List<Contender> all = new ArrayList<>(List.of(contenders));
        all.forEach(one -> run(one.isol8(), WARM_UP));
        for (int turn = 0; turn < turns / ROUNDS; turn++) {
            Collections.shuffle(all, order);
            all.forEach(one -> turn(pace, one));
        }
    }

    private void turn(Pace pace, Contender contender) {
        if (pace == Pace.GAPS) {
            WarmRun.pause();
        }
        for (int i = 0; i < pace.runsOfATurn; i++) {
            contender.times().add(python.run(contender.isol8()));
        }
    }

    private void run(DockerIsol8 isol8, int runs) {
        for (int i = 0; i < runs; i++) {
            python.run(isol8);
        }
    }

    private static DockerIsol8 silent() {
        return DockerIsol8.builder().pooling(PoolPolicy.DEFAULT).build();
    }

    private static DockerIsol8 audited(Path directory) {
        return DockerIsol8.builder()
                .pooling(PoolPolicy.DEFAULT)
                .audit(new AuditFile(directory, 1, SystemClock.INSTANCE), AuditDetail.DEFAULT)
                .build();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
