/**
 * What a server and its clients say to each other (spec 4 to 6, 10): JSON bodies, WebSocket messages, event streams.
 *
 * <p>Both directions stand side by side, for both ends use this module. Values are immutable, functions are stateless
 * and thread-safe unless their Javadoc says otherwise. What a stranger sends becomes either a value or an
 * {@link io.isol8.domain.Isol8Exception} that names the field: with {@code MALFORMED_REQUEST} if the document is not of
 * the shape that the protocol says, with {@code INVALID_REQUEST} if a value of it is not acceptable (spec 2.5). Rules
 * for what is read:
 *
 * <ul>
 *   <li>{@code null} means absent.
 *   <li>Unknown fields are ignored; whoever reads can ask for their names.
 *   <li>A field that is given twice is refused, unless it stands in something that is ignored.
 *   <li>Objects and arrays have at most 100000 entries and 64 levels.
 *   <li>Whole numbers may be written as {@code 1e3} or {@code 1000.0}.
 *   <li>Text that is not valid Unicode (lone surrogates) gets U+FFFD, as in JavaScript's own encoder.
 *   <li>Base64 may come with or without padding.
 * </ul>
 */
@NullMarked
package io.isol8.wire;

import org.jspecify.annotations.NullMarked;
