process.exit('seven');
