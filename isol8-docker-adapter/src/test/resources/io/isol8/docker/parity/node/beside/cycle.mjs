import { early } from './main.mjs';
export const later = () => early;
