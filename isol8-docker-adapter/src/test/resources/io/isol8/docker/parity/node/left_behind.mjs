import { readdirSync } from 'node:fs';
console.log(readdirSync('/sandbox'), readdirSync('/tmp'), readdirSync('/dev/shm'));
