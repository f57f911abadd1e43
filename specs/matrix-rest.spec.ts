import { testMutants } from './support/matrix.ts';

// Half of the matrix, so that two files run side by side.
testMutants(['hash', 'routing', 'auth', 'errors', 'effects', 'limits']);
