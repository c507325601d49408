'use strict';
// Holds a node that was started ahead, before it looks at its program, until a run wants it.
//
// What comes on descriptor 63 is the run's directory and environment, each with a zero byte behind it.
// Afterwards nothing may be different from a node that was started with them.
if (process.env.ISOL8_ZYGOTE) {
  const fs = require('fs');
  // What the first console.log of a program would load and find its way through, which takes it 4 ms.
  require('net');
  new console.Console({ stdout: { write() {} }, colorMode: false, ignoreErrors: false }).log(1);
  const parts = [];
  const buffer = Buffer.allocUnsafeSlow(65536);
  for (;;) {
    const size = fs.readSync(63, buffer, 0, buffer.length, null);
    if (size === 0) break;
    parts.push(Buffer.from(buffer.subarray(0, size)));
  }
  fs.closeSync(63);
  if (parts.length === 0) process.reallyExit(0);
  const [directory, ...environment] = Buffer.concat(parts).toString('utf8').split('\0').slice(0, -1);
  for (const name of Object.keys(process.env)) delete process.env[name];
  for (const entry of environment) {
    const equals = entry.indexOf('=');
    process.env[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  process.chdir(directory);
}
// Traces of having been loaded, here and in every worker.
const { _pathCache } = module.constructor;
for (const key of Object.keys(_pathCache)) {
  if (_pathCache[key] === __filename) delete _pathCache[key];
}
process._preload_modules.length = 0;
delete require.cache[__filename];
