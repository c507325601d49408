// workdir: /tmp
import { readdirSync, writeFileSync, existsSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
console.log(process.cwd(), resolve('x'), readdirSync('.'), readlinkSync('/proc/self/cwd'), import.meta.url);
writeFileSync('here', '');
console.log(existsSync('/tmp/here'), process.env.PWD);
