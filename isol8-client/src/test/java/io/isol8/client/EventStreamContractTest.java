package io.isol8.client;

class EventStreamContractTest extends RemoteIsol8Contract {

    @Override
    RemoteIsol8.Builder client(LiveServer server) {
        return server.client().okHttp(LiveServer.withoutSockets());
    }
}
