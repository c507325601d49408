import { spawnSync } from 'node:child_process';
console.log(spawnSync('ls', ['/proc/self/fd']).stdout.toString());
