import { Worker, isMainThread, workerData } from 'node:worker_threads';
if (isMainThread) {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const ws = Array.from({ length: 3 }, () => new Worker(new URL(import.meta.url), { workerData: shared }));
  await Promise.all(ws.map((w) => new Promise((r) => w.on('exit', r))));
  console.log(shared[0]);
} else {
  for (let i = 0; i < 1000; i++) Atomics.add(workerData, 0, 1);
}
