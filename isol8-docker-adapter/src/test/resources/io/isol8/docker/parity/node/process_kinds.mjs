const skip = ['pid', 'moduleLoadList', 'config'];
for (const k of Reflect.ownKeys(process)) {
  const d = Object.getOwnPropertyDescriptor(process, k);
  const v = d.value;
  console.log(String(k), d.get ? 'getter' : typeof v, d.writable, d.enumerable, d.configurable,
      skip.includes(k) || typeof v === 'function' || typeof v === 'object' ? '' : v);
}
