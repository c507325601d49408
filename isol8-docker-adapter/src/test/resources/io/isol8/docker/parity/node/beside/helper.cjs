'use strict';
exports.answer = () => 42;
exports.where = __filename;
exports.parent = module.parent && module.parent.id;
exports.children = module.children;
exports.paths = module.paths;
exports.main = require.main === module;
exports.stack = new Error('loaded').stack;
exports.fail = function fail() { throw new Error('from the helper: ü'); };
