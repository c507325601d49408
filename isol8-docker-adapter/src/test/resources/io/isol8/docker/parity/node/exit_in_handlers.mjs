process.on('exit', (code) => { console.log('exit', code, process.exitCode); process.exitCode = 12; });
process.on('exit', () => process.exit(13));
process.on('beforeExit', () => console.log('before'));
console.log('main');
