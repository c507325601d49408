import { readdirSync, readFileSync } from 'node:fs';
const names = () => readdirSync('/proc/self/task').map((t) => readFileSync(`/proc/self/task/${t}/comm`, 'utf8').trim());
// A new thread has its parent's name until it first runs.
while (names().slice(1).includes('MainThread')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
console.log(names());
