package io.isol8.testkit;

import io.isol8.domain.auth.ApiKey;

/**
 * A row of the table of keys.
 *
 * @param hash what is stored of the key itself (spec 3.15)
 */
public record StoredKey(ApiKey apiKey, String hash) {}
