import { Worker } from 'node:worker_threads';
const w = new Worker('throw new TypeError("in a worker")', { eval: true });
w.on('error', (e) => console.log(e.name, e.message));
w.on('exit', (c) => console.log('exit', c));
