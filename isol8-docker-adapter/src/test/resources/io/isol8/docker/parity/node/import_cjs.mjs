// beside: helper.cjs
import helper, { answer } from './helper.cjs';
console.log(answer(), helper.where, helper.parent, Object.keys(await import('./helper.cjs')));
console.log(helper.stack);
