Error.prepareStackTrace = (e, sites) => sites.map((s) => [s.getFileName(), s.getLineNumber(), s.getFunctionName(), s.isAsync()]);
console.log(new Error('x').stack);
throw new Error('y');
