package io.isol8.engine.internal;

import io.isol8.ports.Tunnel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** One plain request to a host that may be reached, and its answer (spec 19.6). For one use. */
final class Exchange {

    private final HttpRequest request;
    private final Destination to;
    private final Tunnel origin;
    private final NetworkRecord.Entry entry;
    private final HttpReader responses;
    private final OutputStream clientOutput;
    private final HttpWriter client;
    private final boolean modern;
    private final boolean chunked;
    private final long length;

    /** @param clientOutput where the program reads */
    Exchange(
            HttpRequest request,
            Destination to,
            Tunnel origin,
            OutputStream clientOutput,
            NetworkRecord.Entry entry,
            HttpDecoderConfig parsing) {
        boolean bodiless = request.method().equals(HttpMethod.HEAD);
        this.request = request;
        this.to = to;
        this.origin = origin;
        this.entry = entry;
        this.responses = HttpReader.ofResponses(CountedStreams.input(origin.input(), entry), parsing, bodiless);
        this.clientOutput = clientOutput;
        this.client = HttpWriter.ofResponses(clientOutput, bodiless);
        this.modern = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        this.chunked = HttpUtil.isTransferEncodingChunked(request);
        this.length = HttpUtil.getContentLength(request, 0L);
    }

    /** The host did not answer in a way that could be passed on; the program has been told nothing yet. */
    static final class UnansweredException extends Exception {

        private static final long serialVersionUID = 1L;

        UnansweredException(IOException cause) {
            super(cause);
        }
    }

    /**
     * Sends the request, its body included, and passes the answer on while it comes.
     *
     * @param requests where the body comes from
     * @return whether another request may follow on the program's connection
     * @throws IOException if the answer broke off, or the program is gone
     */
    boolean run(HttpReader requests) throws IOException, UnansweredException, InterruptedException {
        HttpWriter out = HttpWriter.ofRequests(CountedStreams.output(origin.output(), entry));
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        Optional<Upload> upload = send(requests, out);
        HttpResponse answer = answer();
        keepAlive &= upload.map(Upload::isComplete).orElse(true);
        boolean reusable = passOn(answer, keepAlive);
        if (upload.isPresent() && !upload.get().isComplete()) {
            endBefore(upload.get());
            return false;
        }
        return reusable;
    }

    /** The host has answered and need not read on; the program knows, and says the rest to nobody. */
    private void endBefore(Upload upload) throws IOException, InterruptedException {
        origin.close();
        clientOutput.close();
        upload.await();
    }

    private Optional<Upload> send(HttpReader requests, HttpWriter out) throws IOException, UnansweredException {
        HttpRequest head = forwarded();
        if (!chunked && length == 0) {
            requests.body();
            try {
                out.write(head, LastHttpContent.EMPTY_LAST_CONTENT);
            } catch (IOException e) {
                throw new UnansweredException(e);
            }
            return Optional.empty();
        }
        try {
            out.write(head);
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
        Upload upload = new Upload(requests, out, origin);
        upload.start();
        return Optional.of(upload);
    }

    /** In the form that hosts know, for this host and no other, alone on its connection. */
    private HttpRequest forwarded() {
        HttpRequest head = new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, request.method(), to.path().orElse("/"));
        head.headers().set(request.headers());
        Headers.removeHopByHop(head.headers());
        head.headers().set(HttpHeaderNames.HOST, to.hostHeader());
        head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (!modern) {
            head.headers().remove(HttpHeaderNames.EXPECT);
        }
        head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        if (chunked) {
            HttpUtil.setTransferEncodingChunked(head, true);
        } else if (length > 0 || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            HttpUtil.setContentLength(head, length);
        }
        return head;
    }

    /** The head of the answer, after what the host says in between. */
    private HttpResponse answer() throws IOException, UnansweredException {
        while (true) {
            HttpResponse head = head();
            if (head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
                return head;
            }
            if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                throw new UnansweredException(new IOException("The host changes to a protocol that nobody asked for."));
            }
            if (modern) {
                HttpResponse told = new DefaultHttpResponse(HttpVersion.HTTP_1_1, head.status());
                told.headers().set(head.headers());
                Headers.removeHopByHop(told.headers());
                client.write(told, LastHttpContent.EMPTY_LAST_CONTENT);
            }
        }
    }

    private HttpResponse head() throws UnansweredException {
        try {
            HttpMessage head = responses.head();
            if (head instanceof HttpResponse response && Headers.encodingIsClear(response.headers())) {
                return response;
            }
            throw new IOException("The host gives no answer that everybody would read alike.");
        } catch (IOException e) {
            throw new UnansweredException(e);
        }
    }

    private boolean passOn(HttpResponse answer, boolean wanted) throws IOException {
        boolean delimited = isDelimited(answer);
        boolean keepAlive = wanted && (delimited || modern);
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status());
        head.headers().set(answer.headers());
        Headers.removeHopByHop(head.headers());
        boolean recoded = modern && (!delimited || HttpUtil.isTransferEncodingChunked(answer));
        if (recoded) {
            head.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            HttpUtil.setTransferEncodingChunked(head, true);
        } else if (HttpUtil.isTransferEncodingChunked(answer)) {
            keepAlive = false;
        }
        head.headers()
                .set(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        entry.answered(answer.status().code());
        client.write(head);
        boolean last = false;
        while (!last) {
            HttpContent part = responses.body();
            last = part instanceof LastHttpContent;
            client.write(last ? Upload.withoutTrailers(part) : part);
        }
        return keepAlive;
    }

    /** Whether its end can be told from its head. */
    private boolean isDelimited(HttpResponse answer) {
        int code = answer.status().code();
        return request.method().equals(HttpMethod.HEAD)
                || code == HttpResponseStatus.NO_CONTENT.code()
                || code == HttpResponseStatus.NOT_MODIFIED.code()
                || code == HttpResponseStatus.RESET_CONTENT.code()
                || HttpUtil.isTransferEncodingChunked(answer)
                || HttpUtil.isContentLengthSet(answer);
    }
}
