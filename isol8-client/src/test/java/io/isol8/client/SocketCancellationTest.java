package io.isol8.client;

class SocketCancellationTest extends CancellationContract {

    @Override
    RemoteIsol8.Builder client() {
        return server.client();
    }
}
