import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
console.log(Object.keys(require.cache), require.main, require.resolve.paths('x'), Object.keys(require.extensions));
console.log(require.resolve('fs'), module_paths());
function module_paths() { return require('module')._nodeModulePaths('/sandbox'); }
