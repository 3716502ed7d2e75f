/** What the tables hold, and what they must hold after given requests: the one read, the other worked out without the project's code. */
package io.moodlepipeline.testkit.tables;
