import { readFile, writeFile, readdir } from 'node:fs/promises';
await writeFile('/sandbox/out.txt', 'content');
console.log(await readFile('out.txt', 'utf8'), await readdir('/sandbox'));
