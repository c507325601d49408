class Mine extends Error { constructor(m, o) { super(m, o); this.name = 'Mine'; this.extra = { a: [1] }; } }
function f(n) { if (n === 0) throw new Mine('deep', { cause: new RangeError('the cause') }); f(n - 1); }
f(3);
