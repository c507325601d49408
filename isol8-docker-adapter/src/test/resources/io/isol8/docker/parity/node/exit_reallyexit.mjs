console.log('x');
process.reallyExit(5);
