/**
 * For tests: the ports in memory, with programmable programs and a clock that tests move, and the contracts that every
 * implementation of a port has to pass.
 */
@NullMarked
package io.isol8.testkit;

import org.jspecify.annotations.NullMarked;
