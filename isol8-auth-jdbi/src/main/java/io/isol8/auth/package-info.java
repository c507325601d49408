/** API keys in a database: SQLite, PostgreSQL, MySQL or MariaDB. */
@NullMarked
package io.isol8.auth;

import org.jspecify.annotations.NullMarked;
