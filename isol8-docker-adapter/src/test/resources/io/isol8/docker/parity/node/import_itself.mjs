const self = await import('./main.mjs');
console.log(Object.keys(self), self.x);
export const x = 1;
