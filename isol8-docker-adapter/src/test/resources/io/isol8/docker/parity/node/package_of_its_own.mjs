// beside: package.json
// beside: inner.js
import inner from '#inner';
import * as self from 'itself';
console.log(inner, self);
import { readFileSync } from 'node:fs';
console.log(JSON.parse(readFileSync('package.json', 'utf8')).name, process.env.npm_package_name);
