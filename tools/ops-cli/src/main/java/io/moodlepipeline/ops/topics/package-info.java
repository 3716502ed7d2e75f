/** The pipeline's topics: made where they are missing, and compared with what they must be. */
package io.moodlepipeline.ops.topics;
