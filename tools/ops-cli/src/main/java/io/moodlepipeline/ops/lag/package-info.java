/** The verb {@code lag}: how many events wait for whom, since when, and for how long still. */
package io.moodlepipeline.ops.lag;
