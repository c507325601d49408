process.on('unhandledRejection', () => { throw new Error('from the handler'); });
Promise.reject(1);
