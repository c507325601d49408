Error.stackTraceLimit = 50;
console.log(new Error('x').stack);
await null;
console.log(new Error('y').stack);
setImmediate(() => console.log(new Error('z').stack));
process.nextTick(() => console.log(new Error('t').stack));
