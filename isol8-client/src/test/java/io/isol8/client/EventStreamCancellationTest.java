package io.isol8.client;

class EventStreamCancellationTest extends CancellationContract {

    @Override
    RemoteIsol8.Builder client() {
        return server.client().okHttp(LiveServer.withoutSockets());
    }
}
