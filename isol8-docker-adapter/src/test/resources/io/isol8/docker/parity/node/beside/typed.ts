interface Shape { name: string }
const shape: Shape = { name: 'typed' };
export default shape.name;
