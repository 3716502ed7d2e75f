/** The verb {@code doctor}: looks at all that must be right before and while the pipeline runs, each finding with its remedy. */
package io.moodlepipeline.ops.doctor;
