import { exec, execFile, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
console.log((await promisify(exec)('id -u; pwd; umask; ulimit -a')).stdout);
console.log(spawnSync('sh', ['-c', 'kill -9 $$']).signal, spawnSync('no-such-program').error.code);
const c = spawn('cat', { stdio: ['pipe', 'inherit', 'inherit'] });
c.stdin.end('through a pipe\n');
c.on('close', (code) => console.log(code));
