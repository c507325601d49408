/**
 * What isol8 talks about: requests, options, results, events, and the rules that hold for them without any I/O.
 *
 * <p>Everything here is immutable unless its Javadoc says otherwise, and depends on the JDK only.
 */
@NullMarked
package io.isol8.domain;

import org.jspecify.annotations.NullMarked;
