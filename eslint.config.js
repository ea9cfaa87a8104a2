import js from '@eslint/js';
import globals from 'globals';

// What servers say is untrusted text: it becomes text nodes and attributes, never markup.
const MARKUP = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe', 'parseFromString', 'write'];

export default [
  { ignores: ['**/dist/', 'target/', 'www/types/'] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-len': ['error', { code: 120 }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-shadow': 'error',
      'no-unused-vars': ['error', { reportUsedIgnorePattern: true }],
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
      'require-await': 'error',
    },
  },
  { files: ['www/build/**', 'tests/**', '*.js'], languageOptions: { globals: globals.node } },
  { files: ['www/build/entries/**'], languageOptions: { globals: globals.browser } },
  { files: ['benches/**'], languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ['tests/**/*.browser.test.js', 'tests/grafana/host/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['www/**'],
    ignores: ['www/build/**'],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-properties': ['error', ...MARKUP.map((property) => ({ property }))],
      'no-restricted-imports': ['error', { patterns: [{ regex: '/wasm/', message: 'core.js is its only importer.' }] }],
    },
  },
  { files: ['www/core.js'], rules: { 'no-restricted-imports': 'off' } },
];
