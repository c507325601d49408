console.log(await Promise.resolve(1));
for await (const x of (async function* () { yield 1; yield 2; })()) console.log(x);
const { setTimeout: sleep } = await import('node:timers/promises');
await sleep(2);
console.log('after');
