/** The verb {@code up}: starts every part in order, says how it goes, and stops them in order. */
package io.moodlepipeline.localstack.up;
