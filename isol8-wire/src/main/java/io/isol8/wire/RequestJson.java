package io.isol8.wire;

import io.isol8.domain.ExecutionRequest;
import io.isol8.domain.SandboxPath;
import io.isol8.domain.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Requests (spec 10.1). One instance reads one request, field by field. Not thread-safe. */
final class RequestJson {

    private static final String RUNTIME = "the name of a runtime, e.g. \"python\"";

    private final JsonInput in;
    private final ExecutionRequest.Builder request = ExecutionRequest.builder("");
    private boolean hasRuntime;
    private boolean hasSource;

    RequestJson(JsonInput in) {
        this.in = in;
    }

    static ExecutionRequest read(JsonInput in) throws IOException {
        RequestJson fields = new RequestJson(in);
        in.object(fields::field);
        return fields.request();
    }

    /** As {@link JsonInput.Field}. */
    boolean field(String name) throws IOException {
        switch (name) {
            case "code" -> request.code(source());
            case "codeUrl" -> request.codeUrl(source());
            case "cmd" -> request.cmd(source());
            case "codeHash" -> request.codeHash(in.string());
            case "allowInsecureCodeUrl" -> request.allowInsecureCodeUrl(in.bool());
            case "runtime" -> {
                request.runtime(in.string(RUNTIME));
                hasRuntime = true;
            }
            case "timeoutMs" -> request.timeout(Duration.ofMillis(in.milliseconds()));
            case "env" -> request.env(in.stringMap());
            case "fileExtension" -> request.fileExtension(in.string());
            case "stdin" -> request.stdin(in.string());
            case "files" -> FilesJson.readRequested(in).forEach(request::file);
            case "outputPaths" -> in.strings().forEach(request::outputPath);
            case "installPackages" -> in.strings().forEach(request::installPackage);
            case "metadata" -> in.stringMap().forEach(request::metadata);
            case "setupScript" -> request.setupScript(in.string());
            case "workdir" -> request.workdir(in.string());
            case "trackResources" -> request.trackResources(in.bool());
            case "interactive" -> request.interactive(in.bool());
            default -> {
                return false;
            }
        }
        return true;
    }

    private String source() throws IOException {
        String text = in.string();
        hasSource = true;
        return text;
    }

    /** Whether these were the fields of a request, and not some that are called alike. */
    boolean isRequest() {
        return hasRuntime && hasSource;
    }

    /** The request, after its last field. */
    ExecutionRequest request() {
        if (!hasRuntime) {
            throw in.missing("runtime", RUNTIME);
        }
        return request.build();
    }

    static void write(JsonOutput out, ExecutionRequest request) throws IOException {
        writeSource(out, request.source());
        out.field("runtime", request.runtime())
                .field("timeoutMs", request.timeout().map(Duration::toMillis).orElse(null));
        writeStrings(out, "env", request.env());
        out.field("fileExtension", request.fileExtension().orElse(null))
                .field("stdin", request.stdin().orElse(null));
        if (!request.files().isEmpty()) {
            out.object("files", files -> FilesJson.writeRequested(files, request.files()));
        }
        if (!request.outputPaths().isEmpty()) {
            out.strings("outputPaths", request.outputPaths());
        }
        if (!request.installPackages().isEmpty()) {
            out.strings("installPackages", request.installPackages());
        }
        writeStrings(out, "metadata", request.metadata());
        out.field("setupScript", request.setupScript().orElse(null))
                .field("workdir", request.workdir().equals(SandboxPath.ROOT) ? null : request.workdir())
                .field("trackResources", request.trackResources() ? true : null)
                .field("interactive", request.interactive() ? true : null);
    }

    private static void writeSource(JsonOutput out, Source source) throws IOException {
        if (source instanceof Source.Code code) {
            out.field("code", code.text());
        } else if (source instanceof Source.Command command) {
            out.field("cmd", command.line());
        } else if (source instanceof Source.Url url) {
            out.field("codeUrl", url.url())
                    .field("codeHash", url.hash().orElse(null))
                    .field("allowInsecureCodeUrl", url.allowInsecure() ? true : null);
        }
    }

    private static void writeStrings(JsonOutput out, String name, Map<String, String> values) throws IOException {
        if (!values.isEmpty()) {
            out.strings(name, values);
        }
    }
}
