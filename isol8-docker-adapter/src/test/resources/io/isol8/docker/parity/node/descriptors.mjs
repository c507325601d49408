import { readdirSync, readlinkSync } from 'node:fs';
for (const fd of readdirSync('/proc/self/fd').map(Number).sort((a, b) => a - b)) {
  try { console.log(fd, readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/, '')); } catch (e) { console.log(fd, e.code); }
}
