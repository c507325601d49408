package io.isol8.docker;

import io.isol8.domain.Ascii;
import io.isol8.domain.CodeUrl;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.CodeAnswer;
import io.isol8.ports.CodeFetcher;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Code from servers on the network of this machine, past any proxy that the JVM is told to use. Servers have to prove who
 * they are to what {@code javax.net.ssl.trustStore} trusts, else to what the JVM does. Thread-safe.
 */
public final class HttpCodeFetcher implements CodeFetcher {

    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;

    private final Lookups lookups = new Lookups();
    private final OkHttpClient client;

    public HttpCodeFetcher() {
        this(new OkHttpClient.Builder());
    }

    /** @param trust decides whom to trust */
    HttpCodeFetcher(OkHttpClient.Builder trust) {
        this.client = trust.proxy(Proxy.NO_PROXY)
                .socketFactory(new DirectSockets())
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS))
                .dispatcher(dispatcher())
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .build();
    }

    /** How many ask at the same time is decided by whoever asks. */
    private static Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "isol8-fetch");
            thread.setDaemon(true);
            return thread;
        }));
        dispatcher.setMaxRequests(Integer.MAX_VALUE);
        dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
        return dispatcher;
    }

    @Override
    public List<InetAddress> resolve(String host, Duration timeout) throws InterruptedException, TimeoutException {
        return await(lookups.ask(host, timeout), timeout);
    }

    @Override
    public CodeAnswer get(CodeUrl url, List<InetAddress> addresses, long maxBytes, Duration timeout)
            throws InterruptedException, TimeoutException {
        Call call = client.newBuilder()
                .dns(host -> addresses)
                .build()
                .newCall(new Request.Builder()
                        .url(spelled(url))
                        .header("User-Agent", "isol8")
                        .header("Accept-Encoding", "identity")
                        .build());
        try {
            return await(answer(call, maxBytes), timeout);
        } finally {
            call.cancel();
        }
    }

    private static HttpUrl spelled(CodeUrl url) {
        URI uri = url.uri();
        HttpUrl.Builder spelled = new HttpUrl.Builder()
                .scheme(uri.getScheme())
                .host(url.host().text())
                .encodedPath(uri.getRawPath())
                .encodedQuery(uri.getRawQuery());
        return uri.getPort() < 0 ? spelled.build() : spelled.port(uri.getPort()).build();
    }

    private static CompletableFuture<CodeAnswer> answer(Call call, long maxBytes) {
        CompletableFuture<CodeAnswer> answer = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) {
                try (response) {
                    answer.complete(read(response, maxBytes));
                } catch (IOException | RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer;
    }

    private static CodeAnswer read(Response response, long maxBytes) throws IOException {
        if (!response.isSuccessful()) {
            return Optional.ofNullable(response.header("Location"))
                    .filter(place -> response.code() >= FIRST_REDIRECT && response.code() < FIRST_ERROR)
                    .<CodeAnswer>map(CodeAnswer.Redirect::new)
                    .orElseGet(() -> new CodeAnswer.Failure(response.code()));
        }
        if (response.body().contentLength() > maxBytes) {
            return new CodeAnswer.TooLarge();
        }
        byte[] bytes = response.body().byteStream().readNBytes(Math.toIntExact(maxBytes + 1));
        return bytes.length > maxBytes ? new CodeAnswer.TooLarge() : new CodeAnswer.Content(bytes);
    }

    private static <T> T await(CompletableFuture<T> answer, Duration timeout)
            throws InterruptedException, TimeoutException {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Isol8Exception(ErrorCode.HOST_UNREACHABLE, reason(cause), cause);
        }
    }

    /** In one line, whatever a server wrote into it. */
    private static String reason(Throwable failure) {
        String message = failure instanceof EOFException ? "unexpected end of stream" : failure.getMessage();
        return Ascii.printable(message == null ? failure.toString() : message);
    }
}
