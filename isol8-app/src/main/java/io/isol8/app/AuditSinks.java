package io.isol8.app;

import io.isol8.domain.ErrorCode;
import io.isol8.domain.Isol8Exception;
import io.isol8.domain.audit.AuditRecord;
import io.isol8.domain.config.Audit;
import io.isol8.domain.config.AuditDestination;
import io.isol8.ports.AuditSink;
import io.isol8.ports.SystemClock;
import java.nio.file.Path;
import java.util.Map;

/** Where the configuration wants audit records to go (spec 21.2, 21.3). */
final class AuditSinks {

    private AuditSinks() {}

    /** That is written to while it runs. */
    static AuditSink ofServer(Audit settings, Map<String, String> environment, Console console) {
        if (settings.destination().isFile()) {
            return new AuditFile(
                    Path.of(directory(settings, environment)),
                    settings.retentionDays(),
                    SystemClock.INSTANCE,
                    settings.postLogScript().map(Path::of).map(PostLogScript::new));
        }
        return settings.destination().equals(AuditDestination.STDOUT)
                ? new AuditStdout(console)
                : new Nowhere(settings.destination());
    }

    /** That prints what a program writes, too. */
    static AuditSink ofCommand(Audit settings, Map<String, String> environment, Console console) {
        AuditSink sink = ofServer(settings, environment, console);
        return settings.destination().equals(AuditDestination.STDOUT) ? new AuditAtTheEnd(sink) : sink;
    }

    private static String directory(Audit settings, Map<String, String> environment) {
        String otherwise = environment.getOrDefault("ISOL8_AUDIT_DIR", "");
        return settings.logDir().orElse(otherwise.isEmpty() ? ".isol8_audit" : otherwise);
    }

    /** What somebody wrote who meant something else. */
    private record Nowhere(AuditDestination destination) implements AuditSink {

        @Override
        public void write(AuditRecord record) {
            throw new Isol8Exception(
                    ErrorCode.AUDIT_FAILED,
                    "There is no audit.destination \"" + Console.printable(destination.name()) + "\".");
        }

        @Override
        public void close() {
            // nothing was ever written
        }
    }
}
