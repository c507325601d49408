// Prints the hosts that package clients turn to when they are asked for a package: each command is told that the way out is a
// proxy here, which writes down where it is to lead and refuses. For node, bun and deno alike: ask.mjs COMMAND...
import { spawn } from "node:child_process";
import { createServer } from "node:net";

const PATIENCE_MS = 60_000;
const hosts = new Set();

const proxy = createServer((socket) => {
    let head = "";
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
        head += bytes;
        const wanted = /^(?:CONNECT |[A-Z]+ http:\/\/)([^/:\s]+)/.exec(head);
        if (wanted !== null) {
            hosts.add(wanted[1].toLowerCase());
        }
        if (head.includes("\r\n\r\n")) {
            socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
});

function run(command) {
    const here = `http://127.0.0.1:${proxy.address().port}`;
    const env = { ...process.env, http_proxy: here, https_proxy: here, HTTP_PROXY: here, HTTPS_PROXY: here };
    for (const name of ["no_proxy", "NO_PROXY", "NPM_CONFIG_REGISTRY", "npm_config_registry"]) {
        delete env[name];
    }
    const child = spawn("/bin/sh", ["-c", command], { env, stdio: ["ignore", "ignore", "ignore"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    return new Promise((resolve) => child.on("close", resolve)).finally(() => clearTimeout(timer));
}

proxy.listen(0, "127.0.0.1", async () => {
    for (const command of process.argv.slice(2)) {
        const before = hosts.size;
        await run(command);
        if (hosts.size === before) {
            console.error(`nothing was asked for by: ${command}`);
            process.exit(1);
        }
    }
    console.log([...hosts].sort().join("\n"));
    process.exit(0);
});
