/** A real broker, a real database and real requests for tests and the local stack; no service depends on it. */
package io.moodlepipeline.testkit;
