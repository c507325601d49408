import fs, { readFileSync } from 'fs';
import * as path from 'node:path';
import process2 from 'node:process';
console.log(fs.readFileSync === readFileSync, path.sep, process2 === process);
