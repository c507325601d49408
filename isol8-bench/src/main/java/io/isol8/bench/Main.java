package io.isol8.bench;

import ch.vorburger.exec.ManagedProcessException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Prints the tables of docs/performance.md. Needs a Docker engine and the images. */
public final class Main {

    private static final int COLD_RUNS = 30;
    private static final int WARM_RUNS = 100;
    private static final int AUDITED_TURNS = 400;
    private static final int FILE_RUNS = 5;
    private static final int REQUESTS = 1500;
    private static final Duration LOAD = Duration.ofMinutes(1);
    private static final int SESSIONS = 300;

    private Main() {}

    /** The arguments are the root of the checkout and a Docker engine with gVisor, as DOCKER_HOST would name it. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, ManagedProcessException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("two arguments: the checkout, and an engine with gVisor");
        }
        Path root = Path.of(arguments[0]).toAbsolutePath();
        ColdRun cold = new ColdRun(root, COLD_RUNS);
        System.out.println("Measured on " + Machine.describe() + ".\n");
        System.out.println(cold.firstByte());
        System.out.println(cold.commandLine());
        System.out.println(new StartUp(root, COLD_RUNS).commandLine());
        System.out.println(WarmRun.python(WARM_RUNS).sequential());
        System.out.println(WarmRun.node(WARM_RUNS).sequential());
        System.out.println(WarmRun.python(WARM_RUNS).throughput(2));
        System.out.println(WarmRun.bash(WARM_RUNS).besideExec());
        System.out.println(WarmRun.bun(WARM_RUNS).besideExec());
        System.out.println(WarmRun.deno(WARM_RUNS).besideExec());
        System.out.println(new AuditCost(AUDITED_TURNS).tables());
        System.out.println(new FileTransfer(FILE_RUNS).rates());
        System.out.println(new EgressRun(REQUESTS).tables());
        System.out.println(new GvisorRun(arguments[1], WARM_RUNS).python());
        ServerTables.print(LOAD, WARM_RUNS, SESSIONS);
    }
}
