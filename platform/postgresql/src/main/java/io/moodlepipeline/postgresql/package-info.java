/** PostgreSQL as every service uses it: pool, schema, and what its errors mean. */
package io.moodlepipeline.postgresql;
