process.on('uncaughtException', () => { throw new Error('from the handler'); });
throw new Error('first');
