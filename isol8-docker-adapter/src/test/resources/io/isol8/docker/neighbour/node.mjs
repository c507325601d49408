// Tells what a neighbour left, then leaves what a bad neighbour would.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const left = [];
for (const directory of ['/sandbox', '/tmp', '/dev/shm', '/dev/mqueue']) {
  for (const name of fs.readdirSync(directory)) {
    if (`${directory}/${name}` !== '/sandbox/main.mjs') left.push(`file ${directory}/${name}`);
  }
}
for (const name of fs.readdirSync('/proc')) {
  if (/^\d+$/.test(name) && ![1, process.pid].includes(Number(name))) left.push(`process ${name}`);
}
const lines = (file) => fs.readFileSync(file, 'utf8').trimEnd().split('\n');
for (const kind of ['shm', 'sem', 'msg']) {
  if (lines(`/proc/sysvipc/${kind}`).length !== 1) left.push(`ipc ${kind}`);
}
for (const line of lines('/proc/net/unix').slice(1)) {
  const fields = line.trim().split(/\s+/);
  if (fields.length > 7) left.push(`socket ${fields[7]}`);
}
for (const line of lines('/proc/net/tcp').slice(1)) {
  const fields = line.trim().split(/\s+/);
  if (fields[3] === '0A') left.push(`socket ${fields[1]}`);
}
for (const name of Object.keys(process.env)) {
  if (name.startsWith('NEIGHBOUR_') && name !== `NEIGHBOUR_${process.env.ME}`) left.push(`variable ${name}`);
}
if (left.length > 0) {
  console.log(left.join('\n'));
  process.exit(1);
}

fs.mkdirSync('/sandbox/node_modules/fs', { recursive: true });
for (const path of ['/sandbox/package.json', '/tmp/file', '/dev/shm/file', '/sandbox/.npmrc']) {
  fs.writeFileSync(path, '{}');
}
fs.chmodSync('/sandbox/node_modules', 0);
const daemon = `
  require('net').createServer().listen('\\0neighbour');
  require('net').createServer().listen(7777, '127.0.0.1', () => require('fs').writeFileSync('/tmp/listening', ''));
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => {});
`;
spawn('node', ['-e', daemon], { detached: true, stdio: 'ignore' }).unref();
while (!fs.existsSync('/tmp/listening')) {
  await new Promise((resolve) => setTimeout(resolve, 1));
}
console.log('clean');
