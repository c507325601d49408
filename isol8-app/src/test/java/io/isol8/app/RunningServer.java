package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code isol8 serve} under way. */
final class RunningServer {

    static final String KEY = "my-secret-api-key";

    private static final Pattern READY = Pattern.compile(
            "\\[INFO\\] isol8 server v" + Pattern.quote(Version.current())
                    + " listening on http://localhost:(\\d+)\n       Auth: Bearer token required\n(.*)",
            Pattern.DOTALL);

    private final RunningCli process;
    private final int port;
    private final String more;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningServer(RunningCli process, Matcher ready) {
        this.process = process;
        this.port = Integer.parseInt(ready.group(1));
        this.more = ready.group(2);
    }

    /** When it says that it listens. */
    static RunningServer of(Cli commandLine) {
        RunningCli process = commandLine.start();
        return new RunningServer(process, process.awaitOut(READY));
    }

    /** One that no connection gets by chance, as it could any of those that the kernel chooses from. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // another is not
            }
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** What it said after the lines that it always says. */
    String more() {
        return more;
    }

    RemoteIsol8 client() {
        return RemoteIsol8.builder(url(), KEY).build();
    }

    /** The status that a GET with that key is answered by; 0 if nobody answers. */
    int status(String path, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + key)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What a GET with the master key is answered by. */
    String get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + KEY)
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }

    RunningServer signal(String name) {
        process.signal(name);
        return this;
    }

    CliResult result(Duration patience) {
        return process.result(patience);
    }
}
