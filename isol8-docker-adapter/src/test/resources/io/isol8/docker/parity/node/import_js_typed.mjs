// beside: typed/package.json
// beside: typed/index.js
// beside: untyped/index.js
import typed from './typed/index.js';
import untyped from './untyped/index.js';
console.log(typed, untyped);
