#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// Keeps what Node made of our sources between runs: halves the time to the first line.
enableCompileCache();
const { main } = await import('./program.ts');
await main(process.argv);
