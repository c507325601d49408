package io.isol8.client;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/** The answer to a call that is made elsewhere, so that whoever waits for it can be interrupted. */
final class Answer implements Callback {

    private final Call call;
    private final CompletableFuture<Response> response = new CompletableFuture<>();

    private Answer(Call call) {
        this.call = call;
    }

    /**
     * Makes a call and waits for its answer, which is to be closed.
     *
     * @throws InterruptedException if the thread was interrupted; the call is broken off then
     */
    static Response to(Call call) throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Answer answer = new Answer(call);
        call.enqueue(answer);
        return answer.await();
    }

    private Response await() throws IOException, InterruptedException {
        try {
            return response.get();
        } catch (InterruptedException e) {
            call.cancel();
            response.thenAccept(Response::close);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void onFailure(Call failed, IOException failure) {
        response.completeExceptionally(failure);
    }

    @Override
    public void onResponse(Call answered, Response told) {
        response.complete(told);
    }
}
