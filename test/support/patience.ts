/** Processes start and people wait for each other: seconds are normal, minutes are a fault. */
import { jest } from '@jest/globals';

jest.setTimeout(120_000);
