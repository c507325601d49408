import { fork } from 'node:child_process';
if (process.argv[2] !== 'child') {
  const c = fork(new URL(import.meta.url).pathname, ['child'], { env: { ...process.env, EXTRA: '1' } });
  c.on('message', (m) => { console.log(m); c.send('end'); });
  c.on('exit', (code, signal) => console.log(code, signal));
} else {
  process.send([process.argv, process.execArgv, process.env.EXTRA, process.env.NODE_OPTIONS, process._preload_modules]);
  process.on('message', () => process.exit(3));
}
