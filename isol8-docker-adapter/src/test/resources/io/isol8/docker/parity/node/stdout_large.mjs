// Without process.exit(), by which node loses output that a pipe has not taken yet, or not.
for (let i = 0; i < 2000; i++) process.stdout.write(`${i} `.repeat(20) + '\n');
process.stderr.write('e'.repeat(100000));
