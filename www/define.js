// Registers `<quorate-report>`.

import { QuorateReport } from './element.js';

if (!customElements.get('quorate-report')) customElements.define('quorate-report', QuorateReport);
