/** A pipeline without its gateway, for tests of the verbs: a broker, a database, the grade processor and the db-writer. */
package io.moodlepipeline.ops.running;
