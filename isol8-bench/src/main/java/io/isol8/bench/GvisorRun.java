package io.isol8.bench;

import io.isol8.docker.DockerConnection;
import io.isol8.docker.DockerIsol8;
import io.isol8.domain.Isol8Options;
import io.isol8.domain.SecurityOptions;
import io.isol8.domain.pool.PoolPolicy;
import java.util.List;
import java.util.Map;

/** What gVisor's kernel costs a warm run, beside the host's on the same Docker engine. */
final class GvisorRun {

    private final Map<String, String> environment;
    private final int runs;

    /** @param host a Docker engine that knows runsc and has the images, as DOCKER_HOST names it */
    GvisorRun(String host, int runs) {
        this.environment = Map.of("DOCKER_HOST", host);
        this.runs = runs;
    }

    String python() {
        WarmRun program = WarmRun.python(runs);
        Series runc = new Series("runc, 50 ms between runs");
        Series runsc = new Series("gVisor, 50 ms between runs");
        Series noGaps = new Series("gVisor, no gaps");
        Series fresh = new Series("gVisor, fresh");
        try (DockerIsol8 linux = engine("runc", PoolPolicy.DEFAULT);
                DockerIsol8 gvisor = engine("runsc", PoolPolicy.DEFAULT);
                DockerIsol8 unpooled = engine("runsc", PoolPolicy.FRESH)) {
            for (int i = 0; i < WarmRun.WARM_UP; i++) {
                program.run(linux);
                program.run(gvisor);
            }
            for (int i = 0; i < runs; i++) {
                WarmRun.pause();
                runc.add(program.run(linux));
                WarmRun.pause();
                runsc.add(program.run(gvisor));
            }
            for (int i = 0; i < runs; i++) {
                noGaps.add(program.run(gvisor));
            }
            for (int i = 0; i < runs / 5; i++) {
                fresh.add(program.run(unpooled));
            }
        }
        return Table.of("Warm, python `print(1)`, on gVisor", List.of(runc, runsc, noGaps, fresh));
    }

    private DockerIsol8 engine(String ociRuntime, PoolPolicy policy) {
        Isol8Options options = Isol8Options.builder()
                .security(SecurityOptions.STRICT.on(ociRuntime))
                .build();
        return DockerIsol8.builder()
                .options(options)
                .pooling(policy)
                .connection(DockerConnection.to(environment))
                .build();
    }
}
