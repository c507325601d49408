package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.domain.Isol8Exception;
import java.time.Duration;

/**
 * Finds out whether a sandbox that says nothing still could. One that does not answer may only be slow, for its programs
 * can keep its processor busy; then Docker is asked what it knows. For the thread that follows a program.
 */
final class Pulse implements SupervisorConnection.Channel {

    /** How long nothing has to happen before it is {@link #take taken}, and again. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final byte[] NOTHING = {};

    private final SupervisorConnection supervisor;
    private final Runnable examination;
    private volatile boolean answered = true;
    private int channel;

    /** @param examination throws {@link Isol8Exception} if the container does not run */
    Pulse(SupervisorConnection supervisor, Runnable examination) {
        this.supervisor = supervisor;
        this.examination = examination;
    }

    /** @throws Isol8Exception with {@code SANDBOX_LOST} if the last question was not answered and never will be */
    void take() {
        if (answered) {
            answered = false;
            channel = supervisor.newChannel(this);
            supervisor.send(FrameType.PING, channel, NOTHING);
        } else {
            examination.run();
        }
    }

    @Override
    public void received(Frame frame) {
        supervisor.release(frame.channel());
        answered = true;
    }

    @Override
    public void lost(Isol8Exception reason) {
        answered = true;
    }

    /** Nobody waits for an answer any more. */
    void stop() {
        if (!answered) {
            supervisor.release(channel);
            answered = true;
        }
    }
}
