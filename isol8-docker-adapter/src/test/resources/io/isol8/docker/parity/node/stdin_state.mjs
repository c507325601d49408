import { fstatSync, readFileSync } from 'node:fs';
console.log(process.stdin.isTTY, process.stdin.constructor.name, process.stdin.fd, fstatSync(0).isCharacterDevice());
console.log(JSON.stringify(readFileSync(0, 'utf8')), process.stdin.readableFlowing);
for await (const chunk of process.stdin) console.log('never', chunk);
console.log('ended');
