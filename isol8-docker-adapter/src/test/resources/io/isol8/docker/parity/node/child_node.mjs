import { execFileSync } from 'node:child_process';
const out = execFileSync(process.execPath, ['-e', 'console.log(process.argv, process.moduleLoadList.length, Object.keys(process.env))']);
console.log(out.toString());
