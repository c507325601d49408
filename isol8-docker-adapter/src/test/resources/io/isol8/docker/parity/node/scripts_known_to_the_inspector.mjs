// Excluded: a debugger that a program attaches to itself is told of zygote.cjs, too.
import { Session } from 'node:inspector/promises';
const session = new Session();
session.connect();
const urls = [];
session.on('Debugger.scriptParsed', (m) => urls.push(m.params.url));
await session.post('Debugger.enable');
console.log(urls.filter((u) => !u.startsWith('node:') && !u.endsWith('/zygote.cjs')));
