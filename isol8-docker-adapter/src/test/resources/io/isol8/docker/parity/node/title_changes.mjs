process.title = 'short';
import { readFileSync } from 'node:fs';
console.log(process.title, JSON.stringify(readFileSync('/proc/self/cmdline', 'utf8')), readFileSync('/proc/self/comm', 'utf8'));
