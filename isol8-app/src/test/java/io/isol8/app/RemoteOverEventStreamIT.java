package io.isol8.app;

import io.isol8.client.RemoteIsol8;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** On a way that no WebSocket gets through. */
final class RemoteOverEventStreamIT extends RemoteEngineContract {

    private static final OkHttpClient WITHOUT_SOCKETS = new OkHttpClient.Builder()
            .addInterceptor(
                    chain -> isUpgrade(chain.request()) ? refusal(chain.request()) : chain.proceed(chain.request()))
            .build();

    private static boolean isUpgrade(Request request) {
        return request.url().encodedPath().endsWith("/execute/ws");
    }

    private static Response refusal(Request request) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(404)
                .message("Not Found")
                .body(ResponseBody.create("<html>no such page</html>", null))
                .build();
    }

    @Override
    RemoteIsol8 client(RemoteIsol8.Builder builder) {
        return builder.okHttp(WITHOUT_SOCKETS).build();
    }
}
