import v8 from 'node:v8';
import vm from 'node:vm';
console.log(v8.cachedDataVersionTag() > 0, v8.startupSnapshot.isBuildingSnapshot(), vm.runInNewContext('1 + 1'), vm.constants !== undefined);
console.log(Object.keys(v8.getHeapStatistics()), v8.getHeapStatistics().heap_size_limit, v8.getHeapStatistics().number_of_native_contexts);
