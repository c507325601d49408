import { createHash, getFips, randomBytes, constants, getCiphers } from 'node:crypto';
import zlib from 'node:zlib';
console.log(createHash('sha256').update('x').digest('hex'), getFips(), randomBytes(4).length, getCiphers().length);
console.log(zlib.gunzipSync(zlib.gzipSync('x')).toString(), await new Promise((r) => zlib.deflate('y', (e, b) => r(b.length))));
