for (const s of [process.stdout, process.stderr]) {
  console.log(s.isTTY, s.constructor.name, s.fd, s.writable, s.columns, s.writableHighWaterMark, s.getColorDepth?.(), s._type);
}
import util from 'node:util';
console.log(util.inspect({ a: 1 }), util.styleText('red', 'x'));
