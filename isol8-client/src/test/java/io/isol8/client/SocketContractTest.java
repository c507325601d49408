package io.isol8.client;

class SocketContractTest extends RemoteIsol8Contract {

    @Override
    RemoteIsol8.Builder client(LiveServer server) {
        return server.client();
    }
}
