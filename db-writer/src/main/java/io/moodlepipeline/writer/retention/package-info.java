/** How long rows are kept of what Moodle has deleted. */
package io.moodlepipeline.writer.retention;
