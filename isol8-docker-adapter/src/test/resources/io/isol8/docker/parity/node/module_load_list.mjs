import { createRequire } from 'node:module';
for (const name of process.moduleLoadList) console.log(name);
