import { registerHooks, enableCompileCache, getCompileCacheDir, findPackageJSON } from 'node:module';
// beside: helper.mjs
registerHooks({ load(url, context, next) { if (url.startsWith('file')) console.log('load', url, context.format); return next(url, context); } });
await import('./helper.mjs');
console.log(getCompileCacheDir(), findPackageJSON(import.meta.url));
