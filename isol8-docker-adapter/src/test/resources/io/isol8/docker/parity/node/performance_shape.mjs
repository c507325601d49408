import { performance, PerformanceObserver } from 'node:perf_hooks';
console.log(performance.getEntries(), Object.keys(performance.nodeTiming.toJSON()), performance.nodeTiming.name, PerformanceObserver.supportedEntryTypes);
console.log(performance.now() > 0, performance.timeOrigin > 0, process.uptime() > 0);
