/**
 * `37 bytes`, `1.2 kB`, `100 MB`.
 * @param {number} bytes
 */
export function sizeWords(bytes) {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const number = bytes / 1000 ** power;
  return `${number < 10 ? Math.floor(number * 10) / 10 : Math.floor(number)} ${['', 'kB', 'MB', 'GB'][power]}`;
}
