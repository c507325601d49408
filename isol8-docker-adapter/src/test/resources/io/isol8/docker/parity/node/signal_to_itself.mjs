process.on('SIGUSR2', (s, n) => { console.log('got', s, n); process.kill(process.pid, 'SIGTERM'); });
process.kill(process.pid, 'SIGUSR2');
setTimeout(() => {}, 10000);
