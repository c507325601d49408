console.log(process.umask().toString(8), process.getuid(), process.getgid(), process.getgroups(), process.ppid);
console.log(process.version, process.versions, process.arch, process.platform, process.release.name, process.features);
console.log(process.exitCode, process.connected, process.channel, process.debugPort, process.stdin.fd);
import os from 'node:os';
console.log(os.getPriority(), os.homedir(), os.tmpdir(), os.userInfo(), os.hostname(), os.availableParallelism());
