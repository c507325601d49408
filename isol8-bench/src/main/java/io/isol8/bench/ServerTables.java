package io.isol8.bench;

import ch.vorburger.exec.ManagedProcessException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Prints the tables of docs/performance.md that are about the server. Needs a Docker engine and the images. */
public final class ServerTables {

    private ServerTables() {}

    /** The arguments are the seconds of the longest load, how many runs are timed, how many sessions there are. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, ManagedProcessException {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("three arguments: seconds, runs, sessions");
        }
        System.out.println("Measured on " + Machine.describe() + ".\n");
        print(
                Duration.ofSeconds(Integer.parseInt(arguments[0])),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]));
    }

    static void print(Duration load, int runs, int sessions)
            throws IOException, InterruptedException, ExecutionException, ManagedProcessException {
        System.out.println(new KeyCost(20 * runs).tables());
        HttpRun http = new HttpRun(runs);
        System.out.println(http.sequential());
        System.out.println(http.events());
        System.out.println(http.throughput(8, load.dividedBy(3)));
        System.out.println(http.throughput(10, load));
        System.out.println(new Fairness(runs).tables());
        if (sessions > 0) {
            System.out.println(new ManySessions(sessions).health());
        }
    }
}
