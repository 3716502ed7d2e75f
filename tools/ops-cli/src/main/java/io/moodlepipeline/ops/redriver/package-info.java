/** The scheduled redriver: a service that sends again, now and then, what may pass by itself, and parks what does not. */
package io.moodlepipeline.ops.redriver;
