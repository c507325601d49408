let depth = 0;
function f() { depth++; f(); }
try { f(); } catch (e) { console.log(e.name, e.message, depth > 1000); }
f();
