console.log('x');
process.exit(256 + 3);
