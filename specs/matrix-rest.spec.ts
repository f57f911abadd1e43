import { testMutants } from './mutant-tests.ts';

// Half of the matrix, so that two files run side by side.
testMutants(['hash', 'routing', 'auth', 'errors', 'effects', 'limits']);
