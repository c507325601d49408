const m = await import('data:text/javascript,export default import.meta.url');
console.log(m.default);
