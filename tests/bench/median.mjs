// SPDX-License-Identifier: MIT

/** The middle one of the values, the larger of two. */
export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
