import { Worker, SHARE_ENV } from 'node:worker_threads';
const code = 'const p = process; require("worker_threads").parentPort.postMessage([p.env, p.execArgv, module.paths, Object.keys(require.cache)])';
for (const options of [{}, { env: { A: 'b' } }, { env: SHARE_ENV }, { execArgv: ['--no-warnings'] }]) {
  await new Promise((done) => {
    const w = new Worker(code, { eval: true, ...options });
    w.on('message', (m) => console.log(m));
    w.on('exit', done);
  });
}
