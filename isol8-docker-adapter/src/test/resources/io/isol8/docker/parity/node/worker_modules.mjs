import { Worker } from 'node:worker_threads';
const w = new Worker('const l = process.moduleLoadList; require("worker_threads").parentPort.postMessage(l)', { eval: true });
w.on('message', (l) => console.log(l));
