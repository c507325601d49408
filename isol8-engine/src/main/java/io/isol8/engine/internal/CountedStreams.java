package io.isol8.engine.internal;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams of hosts, whose bytes are counted before anybody else gets to know of them. */
final class CountedStreams {

    private CountedStreams() {}

    static InputStream input(InputStream real, NetworkRecord.Entry entry) {
        return new FilterInputStream(real) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = in.read(bytes, offset, length);
                if (count > 0) {
                    entry.received(count);
                }
                return count;
            }
        };
    }

    static OutputStream output(OutputStream real, NetworkRecord.Entry entry) {
        return new FilterOutputStream(real) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                entry.sent(length);
                out.write(bytes, offset, length);
            }
        };
    }
}
