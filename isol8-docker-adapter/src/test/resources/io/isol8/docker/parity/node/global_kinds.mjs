for (const k of Reflect.ownKeys(globalThis)) {
  const d = Object.getOwnPropertyDescriptor(globalThis, k);
  console.log(String(k), d.get ? 'getter' : typeof d.value, d.writable, d.enumerable, d.configurable);
}
