console.log(import.meta.url, import.meta.filename, import.meta.dirname, import.meta.main, Object.keys(import.meta));
console.log(import.meta.resolve('./x.mjs'), Object.getOwnPropertyNames(import.meta));
