import { executionAsyncId, triggerAsyncId, createHook, AsyncLocalStorage } from 'node:async_hooks';
console.log(executionAsyncId(), triggerAsyncId());
const storage = new AsyncLocalStorage();
storage.run(5, () => setTimeout(() => console.log(storage.getStore(), executionAsyncId()), 1));
console.log(process.getActiveResourcesInfo());
