// beside: cycle.mjs
import { later } from './cycle.mjs';
export const early = 'early';
console.log(later());
