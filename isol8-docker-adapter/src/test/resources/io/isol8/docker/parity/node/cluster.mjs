import cluster from 'node:cluster';
if (cluster.isPrimary) {
  console.log('primary', cluster.settings);
  const w = cluster.fork();
  w.on('message', (m) => console.log(m));
  w.on('exit', (c) => console.log('exit', c));
} else {
  process.send(['worker', process.argv, process.execArgv]);
  process.disconnect();
}
