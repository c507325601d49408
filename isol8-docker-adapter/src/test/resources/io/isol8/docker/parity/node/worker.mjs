import { Worker, isMainThread, parentPort, workerData, threadId } from 'node:worker_threads';
if (isMainThread) {
  console.log('main', threadId);
  const w = new Worker(new URL(import.meta.url), { workerData: [1, 2] });
  w.on('message', (m) => console.log(m));
  w.on('exit', (c) => console.log('exit', c));
} else {
  const { createRequire, default: Module } = await import('node:module');
  parentPort.postMessage([workerData, threadId, process.argv, process.execArgv, process.env, process._preload_modules,
    Object.keys(createRequire(import.meta.url).cache), Object.keys(Module._pathCache), process.cwd(), Reflect.ownKeys(process).map(String)]);
}
