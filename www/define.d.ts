import type { QuorateReport } from './element.js';

declare global {
  interface HTMLElementTagNameMap {
    'quorate-report': QuorateReport;
  }
}
