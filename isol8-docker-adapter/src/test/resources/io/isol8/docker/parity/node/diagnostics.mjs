import dc from 'node:diagnostics_channel';
console.log(dc.hasSubscribers('module.require.start'), dc.hasSubscribers('child_process'));
import inspector from 'node:inspector';
console.log(inspector.url());
