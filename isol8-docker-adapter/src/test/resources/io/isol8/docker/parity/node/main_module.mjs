console.log(process.mainModule, import.meta.main, process.getBuiltinModule('module').findSourceMap?.name);
