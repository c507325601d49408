console.log(await (await fetch('data:text/plain,hello')).text(), typeof WebSocket, typeof localStorage, structuredClone({ a: new Map([[1, 2]]) }));
console.log(navigator.hardwareConcurrency, navigator.language, navigator.userAgent, new URL('x', import.meta.url).href);
