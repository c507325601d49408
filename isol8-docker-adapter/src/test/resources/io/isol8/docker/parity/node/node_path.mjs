// beside: .npm-global/lib/node_modules/wide/index.js
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.log(require('wide'), require.resolve('npm/package.json'));
try { await import('wide'); } catch (e) { console.log(e.code, e.message); }
