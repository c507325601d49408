import readline from 'node:readline/promises';
const rl = readline.createInterface({ input: process.stdin, output: process.stdout });
rl.on('close', () => console.log('closed'));
const answer = await Promise.race([rl.question('name? '), new Promise((r) => rl.on('close', () => r('nobody')))]);
console.log(answer);
