// env: GREETING=hello
// env: UMLAUT=ü
import { execFileSync, execSync } from 'node:child_process';
console.log(execFileSync('env').toString(), execSync('echo $GREETING').toString());
console.log(execFileSync('node', ['-p', 'JSON.stringify([process.env, process.execArgv, process._preload_modules])']).toString());
