package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.ExecutionResult;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.Signal;
import io.isol8.domain.StreamEvent;
import io.isol8.ports.Isol8Engine;
import io.isol8.ports.RunningExecution;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program that standard input is passed on to as it comes, and Ctrl-C: the first is the program's to heed, the next
 * ends everything, unless something was typed in between.
 */
final class InteractiveRun {

    private static final Logger log = LoggerFactory.getLogger(InteractiveRun.class);
    private static final int PIECE = 8192;

    private final Console console;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    InteractiveRun(Console console) {
        this.console = console;
    }

    /** @throws Isol8Exception if the program could not be run */
    ExecutionResult execute(Isol8Engine engine, ExecutionRequest request) {
        EventPrinter printer = new EventPrinter(console);
        try (RunningExecution running = engine.executeStream(request)) {
            SignalHandlers.set("INT", number -> interrupt(running, number));
            passOnInput(running);
            for (Optional<StreamEvent> event = running.next(); event.isPresent(); event = running.next()) {
                printer.accept(event.get());
            }
            return running.result();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Isol8Exception(ErrorCode.CANCELLED, "Interrupted while the program ran.", e);
        }
    }

    private void interrupt(RunningExecution running, int number) {
        if (interrupted.compareAndSet(false, true)) {
            running.signal(Signal.SIGINT);
        } else {
            Runtime.getRuntime().exit(SignalHandlers.EXIT_BASE + number);
        }
    }

    private void passOnInput(RunningExecution running) {
        Thread thread = new Thread(() -> copyInput(running), "isol8-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void copyInput(RunningExecution running) {
        try {
            byte[] buffer = new byte[PIECE];
            for (int count = console.in().read(buffer);
                    count >= 0;
                    count = console.in().read(buffer)) {
                running.writeStdin(Arrays.copyOf(buffer, count));
                if (console.isTyped()) {
                    interrupted.set(false);
                }
            }
        } catch (IOException | Isol8Exception e) {
            log.debug("No more input: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            running.endStdin();
        }
    }
}
