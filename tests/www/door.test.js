// The door, in Node.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { Triage } from '../../dist/quorate.js';

test('x', async () => { const t = await Triage.create(); t.add({source:'a', body:'{"status":"ok"}'}); console.log(JSON.stringify(t.report()));
for (const f of [()=>t.add(), ()=>t.add(5), ()=>t.add([]), ()=>t.add({}), ()=>t.add({source:5}),()=>t.add({source:'a',status:1.5}),()=>t.add({source:'a',status:'200'}),()=>t.add({source:'a',body:new Blob([])}),()=>t.add({source:'a',body:5}),()=>t.add({source:'a',moment:NaN}),()=>t.add({source:'a',boddy:5}),()=>t.add({source:'a',body:new Map()}),()=>t.add({source:'a',get server(){throw new RangeError('ha')}}),()=>t.remove(), ()=>t.remove(5), ()=>t.add({source:'a',moment:5n}), ()=>t.add({source:'a',body:Symbol()}), ()=>t.add({source:'a',body:()=>{}}), ()=>t.add({source:'a',body:(()=>{const o={};o.o=o;return o})()}) ]) { try { f(); console.log('no throw', f.toString()) } catch (e) { console.log(e.constructor.name, e.message) } }
});
