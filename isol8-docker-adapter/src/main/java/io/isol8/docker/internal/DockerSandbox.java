package io.isol8.docker.internal;

import io.isol8.docker.internal.protocol.Frame;
import io.isol8.docker.internal.protocol.FrameType;
import io.isol8.docker.internal.protocol.Hello;
import io.isol8.docker.internal.protocol.PayloadWriter;
import io.isol8.docker.internal.protocol.ProtocolException;
import io.isol8.docker.internal.protocol.ResetDone;
import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.ports.EgressGate;
import io.isol8.ports.ProcessSpec;
import io.isol8.ports.Sandbox;
import io.isol8.ports.SandboxFiles;
import io.isol8.ports.SandboxProcess;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A container with our supervisor in it. */
final class DockerSandbox implements Sandbox {

    private static final Logger log = LoggerFactory.getLogger(DockerSandbox.class);
    private static final byte[] NOTHING = {};

    /** A program may leave much behind; a sandbox that takes longer is not worth the wait. */
    private static final Duration RESET_PATIENCE = Duration.ofSeconds(5);

    private static final Duration EGRESS_PATIENCE = Duration.ofSeconds(20);
    private static final String NO_EGRESS = "Failed to open the sandbox's way out";
    private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(20);

    private final String id;
    private final SupervisorConnection supervisor;
    private final Hello hello;
    private final boolean cleanable;
    private final Runnable examination;
    private final Consumer<DockerSandbox> removal;
    private final Consumer<DockerSandbox> departure;
    private final DockerFiles files;
    private volatile boolean used;

    /** Held while the container is being removed: whoever closes a second time waits for the first. */
    private final Object closing = new Object();

    private boolean closed;

    /**
     * @param cleanable whether programs can write only where a reset looks
     * @param examination throws {@link Isol8Exception} if the container does not run
     * @param removal makes sure that the container is gone, waiting for it
     * @param departure disconnects from the container and forgets it
     */
    DockerSandbox(
            String id,
            SupervisorConnection supervisor,
            Hello hello,
            boolean cleanable,
            Runnable examination,
            Consumer<DockerSandbox> removal,
            Consumer<DockerSandbox> departure) {
        this.id = id;
        this.supervisor = supervisor;
        this.hello = hello;
        this.cleanable = cleanable;
        this.examination = examination;
        this.removal = removal;
        this.departure = departure;
        this.files = new DockerFiles(supervisor);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SandboxProcess spawn(ProcessSpec program) {
        boolean first = !used;
        used = true;
        Pulse pulse = new Pulse(supervisor, examination);
        return new DockerProcess(supervisor, files, program, hello.stdinWindow(), pulse, first);
    }

    @Override
    public void openEgress(EgressGate gate) {
        if (!hello.hasEgress()) {
            throw new Isol8Exception(
                    ErrorCode.SANDBOX_LOST, NO_EGRESS + ": the image's supervisor is older than connections out.");
        }
        supervisor.egress().open(gate);
        ask(
                FrameType.EGRESS_LISTEN,
                new PayloadWriter().u32(SandboxTunnel.WINDOW).toBytes(),
                NO_EGRESS,
                EGRESS_PATIENCE);
    }

    @Override
    public SandboxFiles files() {
        return files;
    }

    @Override
    public boolean reset() {
        boolean ran = used;
        used = true;
        if (ran && !cleanable) {
            return false;
        }
        try {
            supervisor.egress().shut();
            ResetDone done =
                    ResetDone.decode(ask(FrameType.RESET, NOTHING, "Failed to reset the sandbox", RESET_PATIENCE)
                            .payload());
            if (!done.clean()) {
                log.warn("Sandbox {} does not come clean: {}", id, done.left());
            }
            return done.clean();
        } catch (Isol8Exception | ProtocolException e) {
            log.debug("Sandbox {} cannot be reset: {}", id, e.getMessage());
            return false;
        }
    }

    private Frame ask(FrameType question, byte[] payload, String failure, Duration patience) {
        Request request = new Request(failure);
        int channel = supervisor.newChannel(request);
        try {
            supervisor.send(question, channel, payload);
            return request.await(patience);
        } finally {
            supervisor.release(channel);
        }
    }

    @Override
    public void whenGone(Runnable action) {
        supervisor.whenGone(action);
    }

    @Override
    public void leave() {
        synchronized (closing) {
            if (closed) {
                throw new Isol8Exception(ErrorCode.SANDBOX_LOST, "The sandbox is gone: it was closed or left.");
            }
            // Frames come in order: what was sent before has been dealt with when this is answered.
            ask(FrameType.PING, NOTHING, "The sandbox cannot be left", LEAVE_PATIENCE);
            departure.accept(this);
            closed = true;
        }
    }

    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                removal.accept(this);
                closed = true;
            }
        }
    }
}
