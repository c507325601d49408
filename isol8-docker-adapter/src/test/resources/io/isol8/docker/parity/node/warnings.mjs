process.emitWarning('careful', { code: 'W1', detail: 'in detail' });
process.emitWarning('deprecated', 'DeprecationWarning', 'DEP0');
process.on('warning', (w) => console.log(w.name, w.message));
Buffer(1);
