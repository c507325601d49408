package io.isol8.engine.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** What TLS clients begin with. */
final class ClientHellos {

    private static final int RECORD_HEADER = 5;

    private ClientHellos() {}

    /** One that asks for these servers; for none if there are none. */
    static byte[] of(String... serverNames) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(Arrays.stream(serverNames)
                    .map(SNIHostName::new)
                    .<SNIServerName>map(name -> name)
                    .toList());
            engine.setSSLParameters(parameters);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            return Arrays.copyOf(hello.array(), hello.position());
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same in records of so many bytes each. */
    static byte[] inRecordsOf(int size, byte[] hello) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = RECORD_HEADER; at < hello.length; at += size) {
            int length = Math.min(size, hello.length - at);
            records.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
            records.write(hello, at, length);
        }
        return records.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
