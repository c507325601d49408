// beside: package.json
import data from './package.json' with { type: 'json' };
console.log(data);
try { await import('./package.json'); } catch (e) { console.log(e.code, e.message); }
