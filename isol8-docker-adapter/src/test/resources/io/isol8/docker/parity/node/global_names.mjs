console.log(Reflect.ownKeys(globalThis).map(String));
console.log(Object.keys(globalThis));
