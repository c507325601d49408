import Module from 'node:module';
console.log(Module._pathCache, Module._cache, Module.globalPaths, Object.keys(Module), Module._initPaths?.name);
console.log(Module.builtinModules.length, Module.isBuiltin('fs'), Object.keys(Module._extensions));
console.log(Module._stat?.name, Module.Module === Module, Module.syncBuiltinESMExports.name);
