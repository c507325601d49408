console.log(Reflect.ownKeys(process).map(String));
