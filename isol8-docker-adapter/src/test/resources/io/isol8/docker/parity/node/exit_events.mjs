let n = 0;
process.on('beforeExit', (code) => { console.log('beforeExit', code); if (n++ < 2) setTimeout(() => console.log('again'), 1); });
process.on('exit', (code) => console.log('exit', code));
