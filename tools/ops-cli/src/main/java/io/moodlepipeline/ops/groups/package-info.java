/** The consumer groups of the pipeline as the brokers know them. */
package io.moodlepipeline.ops.groups;
