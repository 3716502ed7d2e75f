/** How the verbs reach Kafka and PostgreSQL. */
package io.moodlepipeline.ops.connection;
