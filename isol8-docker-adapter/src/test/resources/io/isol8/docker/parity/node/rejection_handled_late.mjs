process.on('unhandledRejection', (r, p) => console.log('unhandled', r.message, p));
process.on('rejectionHandled', () => console.log('handled'));
const p = Promise.reject(new Error('late'));
setTimeout(() => p.catch(() => {}), 5);
