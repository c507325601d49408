import { createRequire } from 'node:module';
console.log(typeof createRequire);
for (const name of [...process.moduleLoadList].sort()) console.log(name);
