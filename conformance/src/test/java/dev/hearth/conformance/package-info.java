/** Black-box tests with real AWS clients, and the tests that hold the shape of the house. */
@NullMarked
package dev.hearth.conformance;

import org.jspecify.annotations.NullMarked;
