import net from 'node:net';
import http from 'node:http';
const server = http.createServer((q, a) => a.end(q.url)).listen(0, '127.0.0.1', async () => {
  console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/path`)).text());
  server.close();
  server.closeAllConnections();
});
