// env: GREETING=hello
import { execFileSync } from 'node:child_process';
process.env.NEW = 1;
delete process.env.GREETING;
process.env.TZ = 'Asia/Tokyo';
console.log(execFileSync('/usr/bin/env').toString(), new Date(0).toString());
