// beside: typed.ts
const m = await import('./typed.ts');
console.log(m.default);
