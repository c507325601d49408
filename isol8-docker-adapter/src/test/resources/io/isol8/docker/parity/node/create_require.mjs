// beside: helper.cjs
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const helper = require('./helper.cjs');
console.log(helper.answer(), helper.where, helper.parent, helper.paths, helper.main);
console.log(Object.keys(require.cache), require('./helper.cjs') === helper);
helper.fail();
