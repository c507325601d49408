package io.isol8.client;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/**
 * How one server is spoken to: with which key, how patiently, and with nothing being sent twice that must not be.
 * Thread-safe.
 */
final class ServerConnection implements AutoCloseable {

    /** How long an answer that costs the server little may take to come, or to go on. */
    private static final Duration PROMPT = Duration.ofSeconds(60);

    /** Idle connections are let go before the server lets them go, which it does after 30 s. */
    private static final Duration KEPT_IDLE = Duration.ofSeconds(20);

    private static final int MOST_IDLE = 5;
    private static final String JSON = "application/json";

    private final ServerUrl url;
    private final String authorization;
    private final Duration silence;
    private final boolean owned;
    private final OkHttpClient prompt;
    private final OkHttpClient patient;
    private final OkHttpClient streaming;
    private final OkHttpClient sockets;
    private volatile boolean closed;

    /**
     * @param given whose connections and threads are used, none to have own ones
     * @param connectTimeout none for that of {@code given}
     * @param silence how long a stream may be silent; zero for ever
     */
    ServerConnection(
            ServerUrl url,
            String apiKey,
            @Nullable OkHttpClient given,
            @Nullable Duration connectTimeout,
            Duration silence) {
        this.url = url;
        this.authorization = "Bearer " + apiKey;
        this.silence = silence;
        this.owned = given == null;
        OkHttpClient base = given == null ? ownClient() : given;
        OkHttpClient.Builder common = base.newBuilder()
                .dispatcher(dispatcher(base.dispatcher().executorService()))
                .followRedirects(false)
                .followSslRedirects(false)
                .pingInterval(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                .readTimeout(PROMPT)
                .writeTimeout(PROMPT);
        if (connectTimeout != null) {
            common.connectTimeout(connectTimeout);
        }
        this.prompt = common.build();
        this.patient = prompt.newBuilder().readTimeout(Duration.ZERO).build();
        this.streaming = prompt.newBuilder().readTimeout(silence).build();
        this.sockets = steady(prompt, silence);
    }

    private static OkHttpClient ownClient() {
        return new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(MOST_IDLE, KEPT_IDLE.toSeconds(), TimeUnit.SECONDS))
                .build();
    }

    /** The server knows how much at a time is too much; OkHttp's own bounds are low. */
    private static Dispatcher dispatcher(ExecutorService threads) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    /** Somebody's own socket factory is left alone: what it makes is theirs to watch. */
    private static OkHttpClient steady(OkHttpClient client, Duration silence) {
        return client.socketFactory() == SocketFactory.getDefault()
                ? client.newBuilder().socketFactory(new SteadySockets(silence)).build()
                : client;
    }

    ServerUrl url() {
        return url;
    }

    /** How long a stream may be silent; zero for ever. */
    Duration silence() {
        return silence;
    }

    /** A request with what every request has (spec 27.1). */
    Request.Builder request(HttpUrl target) {
        return new Request.Builder()
                .url(target)
                .header("Authorization", authorization)
                .header("Content-Type", JSON);
    }

    /**
     * A call whose answer comes soon; what it brings may take as long as it is on its way.
     *
     * @throws Isol8Exception with {@code CANCELLED} if the thread is interrupted meanwhile, or was before
     */
    Response call(Request request) throws IOException {
        requireOpen();
        try {
            return Answer.to(prompt.newCall(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while waiting for the server.", e);
        }
    }

    /** The same for what is read on this thread while it is sent. */
    Response upload(Request request) throws IOException {
        requireOpen();
        try {
            return prompt.newCall(request).execute();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while sending to the server.", e);
            }
            throw e;
        }
    }

    /** A call whose answer comes when a program has ended. */
    Call patientCall(Request request) {
        requireOpen();
        return patient.newCall(request);
    }

    /** A call whose answer comes bit by bit. */
    Call streamingCall(Request request) {
        requireOpen();
        return streaming.newCall(request);
    }

    WebSocket socket(Request request, WebSocketListener listener) {
        requireOpen();
        return sockets.newWebSocket(request, listener);
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new Isol8Exception(ErrorCode.CANCELLED, "The client is closed.");
        }
    }

    /** Ends what is under way, and gives back what is not somebody else's. May be repeated. */
    @Override
    public void close() {
        closed = true;
        prompt.dispatcher().cancelAll();
        if (owned) {
            prompt.dispatcher().executorService().shutdown();
            prompt.connectionPool().evictAll();
        }
    }
}
