import { openSync, fstatSync } from 'node:fs';
console.log(openSync('/dev/null'), openSync('/dev/null'), fstatSync(0).isCharacterDevice(), fstatSync(1).isFIFO());
