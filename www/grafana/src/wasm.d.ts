// As the build hands it over: the bytes in base64.
declare module '*.wasm' {
  const base64: string;
  export default base64;
}
