process.on('uncaughtException', (e, origin) => { console.log('caught', e.stack, origin); });
process.on('uncaughtExceptionMonitor', (e) => console.log('monitor', e.message));
setTimeout(() => console.log('goes on'), 2);
throw new Error('uncaught');
