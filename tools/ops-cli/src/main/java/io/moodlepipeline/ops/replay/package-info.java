/** The verb {@code replay}: sets a stopped consumer back, so that it reads events again. */
package io.moodlepipeline.ops.replay;
