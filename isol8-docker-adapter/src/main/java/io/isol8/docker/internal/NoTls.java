package io.isol8.docker.internal;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a Unix socket: none. Without it docker-java loads the JVM's trust store for a connection that never
 * uses it, which costs a one-shot command 50 ms.
 */
final class NoTls extends SSLContext {

    NoTls() {
        super(new None(), new NoProvider(), "none");
    }

    private static final class NoProvider extends Provider {

        private static final long serialVersionUID = 1L;

        NoProvider() {
            super("isol8-no-tls", "1", "no TLS");
        }
    }

    private static final class None extends SSLContextSpi {

        private static IllegalStateException unused() {
            return new IllegalStateException("a Unix socket has no TLS");
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw unused();
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw unused();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw unused();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw unused();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw unused();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw unused();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw unused();
        }
    }
}
