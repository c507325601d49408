// beside: helper.mjs
import * as helper from './helper.mjs';
import { where } from './helper.mjs';
console.log(helper, where, helper.default());
helper.fail();
