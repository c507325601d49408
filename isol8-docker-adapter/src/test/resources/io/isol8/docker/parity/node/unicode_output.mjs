console.log('grüße 日本語 😀 \u0301 \x00 \x7f \x1b[1m', '\ud800');
process.stdout.write(Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
