/** The proxy of the filtered network: what it decides, and how the bytes go through it (spec 19). */
@NullMarked
package io.isol8.engine.internal;

import org.jspecify.annotations.NullMarked;
