import { EventEmitter } from 'node:events';
const e = new EventEmitter();
for (let i = 0; i < 12; i++) e.on('x', () => {});
console.log(process.eventNames().map(String), process.eventNames().map((n) => process.listenerCount(n)), process.getMaxListeners());
