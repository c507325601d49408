console.log(process.env, Object.keys(process.env), JSON.stringify(process.env));
