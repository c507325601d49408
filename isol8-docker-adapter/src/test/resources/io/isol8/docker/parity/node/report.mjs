const r = JSON.parse(JSON.stringify(process.report.getReport()));
console.log(Object.keys(r), r.header.commandLine, r.header.nodejsVersion, r.header.cwd, r.environmentVariables, r.workers, r.sharedObjects.length);
console.log(process.report.reportOnFatalError, process.report.directory, process.report.signal);
console.log(r.libuv.filter((h) => h.type !== 'loop').map((h) => [h.type, h.is_active, h.is_referenced]));
