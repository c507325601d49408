/**
 * What a pool of sandboxes does, decided without doing it: a state and an event give the next state and the actions
 * that lead there (spec 18). Sandboxes are numbers here; whoever acts knows which is which.
 */
@NullMarked
package io.isol8.domain.pool;

import org.jspecify.annotations.NullMarked;
