package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.OptionOverrides;
import io.isol8.domain.SessionKey;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.RunningExecution;
import io.isol8.ports.SandboxFiles;
import io.isol8.wire.ExecuteMessage;
import io.isol8.wire.LoggedIn;
import io.isol8.wire.Login;
import io.isol8.wire.SessionList;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * isol8 on a server, as if it were here (spec 27).
 *
 * <pre>{@code
 * try (RemoteIsol8 isol8 = RemoteIsol8.builder("https://isol8.example.com", key).build()) {
 *     ExecutionResult result = isol8.execute(
 *             ExecutionRequest.builder("python").code("print(1)").build());
 *     System.out.println(result.stdout());
 * }
 * }</pre>
 *
 * <p>With a session id all executions share the server's sandbox of that name; {@link #stop()} removes it unless it is to
 * be kept. What the server refuses, and what fails on the way to it, is an {@link Isol8Exception} with the server's own code where it tells one:
 * {@code BUSY} says that too much waits there already and is left to the caller to try again, {@code ENGINE_UNAVAILABLE}
 * that the server was not reached or fell silent.
 *
 * <p>Nothing that runs code is sent twice. A request is tried again only if none of it had left, or if it changes nothing.
 *
 * <p>Thread-safe; one instance serves a whole application.
 */
public final class RemoteIsol8 implements Isol8Engine {

    private static final String HEALTH = "Remote server health check failed";
    private static final String LIST = "Failed to list sessions";
    private static final String DELETE = "Failed to delete session";
    private static final String LOGIN = "Login failed";

    private final ServerConnection server;
    private final OptionOverrides options;
    private final Optional<String> sessionId;
    private final boolean keepsSession;
    private final SandboxFiles files;
    private final Streaming streaming = new Streaming();
    private final UnderWay underWay = new UnderWay();

    private RemoteIsol8(
            ServerConnection server, OptionOverrides options, Optional<String> sessionId, boolean keepsSession) {
        this.server = server;
        this.options = options;
        this.sessionId = sessionId;
        this.keepsSession = keepsSession;
        this.files =
                sessionId.<SandboxFiles>map(id -> new RemoteFiles(server, id)).orElseGet(NoFiles::new);
    }

    /**
     * @param host the server's URL, e.g. {@code http://localhost:3000}; a path in it is where the server's routes begin
     * @param apiKey sent as a Bearer token
     */
    public static Builder builder(String host, String apiKey) {
        return new Builder(host, apiKey);
    }

    /** Asks the server whether it lives; executing does not require that. */
    @Override
    public void start() {
        Request request = server.request(server.url().at("health")).build();
        try (Response answer = server.call(request)) {
            if (!answer.isSuccessful()) {
                throw new Isol8Exception(Failures.refused(HEALTH, answer).code(), HEALTH + ": " + answer.code());
            }
        } catch (IOException e) {
            throw Failures.broken(HEALTH, e);
        }
        underWay.start();
    }

    /** Nothing: what is kept ready is the server's to choose. It is not even asked whether it knows the runtimes. */
    @Override
    public void prewarm(Collection<String> runtimes) {}

    /**
     * Cancels what was started here, and has the server end the session if there is one and it is not to be kept, with
     * whatever else executes in it. What runs on the server is killed within a second.
     *
     * @throws Isol8Exception if the session could not be ended
     */
    @Override
    public void stop() {
        underWay.stop();
        boolean interrupted = Thread.interrupted();
        try {
            sessionId.filter(id -> !keepsSession).ifPresent(this::deleteSession);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The server is waited for as long as it takes: its own deadlines end the program. Interrupting the thread breaks
     * the connection, upon which the server kills the program; what it wrote is lost, and so the failure is
     * {@code CANCELLED}.
     */
    @Override
    public ExecutionResult execute(ExecutionRequest request) {
        BufferedExecution execution = new BufferedExecution(server, message(request.withInteractive(false)));
        Runnable ending = execution::cancel;
        underWay.add(ending);
        try {
            return execution.run();
        } finally {
            underWay.remove(ending);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Over a WebSocket. If the first one is refused, as some proxies do, this client uses event streams from then on;
     * these cannot carry standard input and signals. Standard input travels as text: bytes that are not UTF-8 arrive as
     * U+FFFD. A server whose events nobody takes for five minutes may give up.
     */
    @Override
    public RunningExecution executeStream(ExecutionRequest request) {
        RemoteExecution execution = new RemoteExecution(server, streaming, underWay, message(request));
        execution.start();
        return execution;
    }

    private ExecuteMessage message(ExecutionRequest request) {
        return new ExecuteMessage(request, options, sessionId);
    }

    /**
     * The files of the session's sandbox.
     *
     * @return without a session its methods fail with {@code NO_SANDBOX}
     */
    @Override
    public SandboxFiles files() {
        return files;
    }

    /** The sessions that the key's owner has on the server (spec 4.7). */
    public List<SessionList.Session> listSessions() {
        Request request = server.request(server.url().at("sessions")).build();
        try (Response answer = server.call(request)) {
            if (!answer.isSuccessful()) {
                throw Failures.refused(LIST, answer);
            }
            return Failures.read(LIST, answer, SessionList::read).sessions();
        } catch (IOException e) {
            throw Failures.broken(LIST, e);
        }
    }

    /** Ends a session of the key's owner; one that there is not is fine (spec 4.8). */
    public void deleteSession(String id) {
        Request request = server.request(server.url().at("session", Builder.checkedSession(id)))
                .delete()
                .build();
        try (Response answer = server.call(request)) {
            if (!answer.isSuccessful()) {
                throw Failures.refused(DELETE, answer);
            }
        } catch (IOException e) {
            throw Failures.broken(DELETE, e);
        }
    }

    /**
     * Has the server make a key in exchange for the master key, which this client has to be using (spec 4.13). Never sent
     * twice: each time would make a key.
     */
    public LoggedIn login(Login login) {
        Request request = server.request(server.url().at("auth", "login"))
                .post(OneShotBody.json(login))
                .build();
        try (Response answer = server.call(request)) {
            if (!answer.isSuccessful()) {
                throw Failures.refused(LOGIN, answer);
            }
            return Failures.read(LOGIN, answer, LoggedIn::read);
        } catch (IOException e) {
            throw Failures.broken(LOGIN, e);
        }
    }

    /** {@link #stop()}, and lets go of connections and threads. */
    @Override
    public void close() {
        if (server.isClosed()) {
            return;
        }
        try {
            stop();
        } finally {
            server.close();
        }
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {

        private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

        private final String host;
        private final String apiKey;
        private @Nullable String sessionId;
        private boolean keepsSession;
        private OptionOverrides options = OptionOverrides.none();
        private @Nullable Duration connectTimeout;
        private Duration streamSilence = Duration.ofSeconds(30);
        private @Nullable OkHttpClient okHttp;

        private Builder(String host, String apiKey) {
            this.host = host;
            this.apiKey = apiKey;
        }

        /** Where all executions happen; without one each has a sandbox of its own. */
        public Builder sessionId(@Nullable String id) {
            this.sessionId = id;
            return this;
        }

        /** The session outlives this engine: others use it, or later ones will. */
        public Builder keepSession() {
            this.keepsSession = true;
            return this;
        }

        /** Sent along with every execution, and nothing but these: the rest is the server's to choose (spec 26.13). */
        public Builder options(OptionOverrides options) {
            this.options = options;
            return this;
        }

        /** How long it may take to reach the server; 10 s, or what the given client has. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /**
         * How long nothing may be heard of the server while an execution is streamed; 30 s. Servers say that they live
         * every 5 s, whatever the program does (spec 2.7). Zero for those that do not: they may be silent for ever.
         */
        public Builder streamSilence(Duration longest) {
            this.streamSilence = longest;
            return this;
        }

        /**
         * Whose connections, threads, proxy and trust are to be used; they are not closed with this engine. Its timeouts
         * but that for connecting, its bounds on requests at a time, its pings and its following of redirects are not
         * used; if it makes its sockets itself, {@link #streamSilence} does not hold for WebSockets.
         */
        public Builder okHttp(OkHttpClient client) {
            this.okHttp = client;
            return this;
        }

        /**
         * Connects to nothing yet.
         *
         * @throws Isol8Exception with {@link ErrorCode#INVALID_REQUEST} for a host that is no URL, or a key or session id
         *     that no server accepts
         */
        public RemoteIsol8 build() {
            ServerUrl url = ServerUrl.of(host);
            if (!KEY.matcher(apiKey).matches()) {
                throw Isol8Exception.invalid(
                        "Invalid apiKey: it has at least one character, all of them printable ASCII"
                                + " and no space at either end.");
            }
            Optional<String> session = Optional.ofNullable(sessionId).map(Builder::checkedSession);
            return new RemoteIsol8(
                    new ServerConnection(url, apiKey, okHttp, connectTimeout, streamSilence),
                    options,
                    session,
                    keepsSession);
        }

        /** Ids of a dot or two are no part of a URL, however they are encoded. */
        private static String checkedSession(String id) {
            new SessionKey("", id);
            if (id.equals(".") || id.equals("..")) {
                throw Isol8Exception.invalid("Invalid sessionId: \"" + id + "\".");
            }
            return id;
        }
    }
}
