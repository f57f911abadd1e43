import { testMutants } from '../mutant-tests.ts';

testMutants(['framing']);
