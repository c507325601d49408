import { readFileSync } from 'node:fs';
console.log(readFileSync(new URL(import.meta.url), 'utf8'), (function f() { /* here */ }).toString());
