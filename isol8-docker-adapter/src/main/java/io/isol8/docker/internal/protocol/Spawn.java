package io.isol8.docker.internal.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * A program to be started. Thread-safe: immutable.
 *
 * @param stdin whether the program gets a standard input that is fed by {@code STDIN} frames
 * @param keep whether processes that it leaves running survive its end
 * @param zygote whether an interpreter that was started before may run it
 * @param deadlineMillis from the receipt of the frame, 0 for none
 * @param stdoutCredit bytes of standard output that may be sent before more credit comes
 * @param stderrCredit the same for standard error
 * @param argv the program and its arguments, at least one
 * @param env entries of the form {@code NAME=value}
 */
public record Spawn(
        boolean stdin,
        boolean keep,
        boolean zygote,
        long deadlineMillis,
        long stdoutCredit,
        long stderrCredit,
        String cwd,
        List<String> argv,
        List<String> env) {

    private static final int STDIN_FLAG = 1;
    private static final int KEEP_FLAG = 2;
    private static final int ZYGOTE_FLAG = 4;

    public Spawn {
        argv = List.copyOf(argv);
        env = List.copyOf(env);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("no program");
        }
        for (String entry : env) {
            if (entry.indexOf('=') < 1) {
                throw new IllegalArgumentException("environment entry without a name");
            }
        }
    }

    public byte[] encode() {
        PayloadWriter writer = new PayloadWriter()
                .u8((stdin ? STDIN_FLAG : 0) | (keep ? KEEP_FLAG : 0) | (zygote ? ZYGOTE_FLAG : 0))
                .u32(deadlineMillis)
                .u32(stdoutCredit)
                .u32(stderrCredit)
                .str(cwd)
                .u16(argv.size());
        argv.forEach(writer::str);
        writer.u16(env.size());
        env.forEach(writer::str);
        return writer.toBytes();
    }

    public static Spawn decode(byte[] payload) throws ProtocolException {
        PayloadReader reader = new PayloadReader(payload);
        int flags = reader.u8();
        long deadlineMillis = reader.u32();
        long stdoutCredit = reader.u32();
        long stderrCredit = reader.u32();
        String cwd = reader.str();
        List<String> argv = strings(reader);
        List<String> env = strings(reader);
        reader.end();
        try {
            return new Spawn(
                    (flags & STDIN_FLAG) != 0,
                    (flags & KEEP_FLAG) != 0,
                    (flags & ZYGOTE_FLAG) != 0,
                    deadlineMillis,
                    stdoutCredit,
                    stderrCredit,
                    cwd,
                    argv,
                    env);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> strings(PayloadReader reader) throws ProtocolException {
        int count = reader.u16();
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(reader.str());
        }
        return strings;
    }
}
