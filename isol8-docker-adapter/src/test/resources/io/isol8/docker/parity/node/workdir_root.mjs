// workdir: /
console.log(process.cwd(), (await import('node:fs')).readdirSync('/sandbox'));
