package io.isol8.docker.internal.protocol;

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
        int size = 0;
        for (Frame frame : frames) {
            size = Math.addExact(size, Frame.HEADER_SIZE + frame.payload().length);
        }
        byte[] bytes = new byte[size];
        int at = 0;
        for (Frame frame : frames) {
            at = put(frame, bytes, at);
        }
        synchronized (lock) {
            out.write(bytes);
            out.flush();
        }
    }

    private static int put(Frame frame, byte[] bytes, int at) {
        int length = frame.payload().length;
        putInt(length, bytes, at);
        bytes[at + 4] = (byte) frame.type().code();
        putInt(frame.channel(), bytes, at + 5);
        System.arraycopy(frame.payload(), 0, bytes, at + Frame.HEADER_SIZE, length);
        return at + Frame.HEADER_SIZE + length;
    }

    private static void putInt(int value, byte[] bytes, int at) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
