// beside: helper.cjs
const m = await import('./helper.cjs');
console.log(m, m.default.where, m.default.children);
