console.log(typeof require, typeof module, typeof exports, typeof __filename, this);
try { require('fs'); } catch (e) { console.log(e.message); }
