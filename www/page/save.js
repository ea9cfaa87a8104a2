/**
 * Lets the browser keep a file that was made here.
 *
 * @param {string} name
 * @param {Blob} blob
 */
export function save(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has it by then; kept any longer it would only take room.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
