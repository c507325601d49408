package io.isol8.docker.internal.protocol;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes frames to a stream: one write and one flush, whole frames only. Thread-safe. */
public final class FrameWriter {

    private final OutputStream out;
    private final Object lock = new Object();

    public FrameWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes one frame. */
    public void write(FrameType type, int channel, byte[] payload) throws IOException {
        write(List.of(new Frame(type, channel, payload)));
    }

    /** Writes the frames one after the other with nothing in between. */
    public void write(List<Frame> frames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            bytes.writeBytes(frame.header());
            bytes.writeBytes(frame.payload());
        }
        synchronized (lock) {
            out.write(bytes.toByteArray());
            out.flush();
        }
    }
}
