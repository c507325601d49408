// env: GREETING=hello
// env: EMPTY=
// env: EQUALS=a=b=c
// env: UMLAUT=grüße 日本 😀
// env: lower=case
// env: __proto__=odd
// env: toString=odder
console.log(Object.entries(process.env), process.env.UMLAUT, process.env.EMPTY === '', 'none' in process.env);
console.log(Object.getOwnPropertyDescriptor(process.env, 'GREETING'), typeof process.env.toString);
