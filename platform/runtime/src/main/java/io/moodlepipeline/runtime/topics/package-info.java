/** The pipeline's topics on a real cluster: made where they are missing, compared with their declaration before work starts. */
package io.moodlepipeline.runtime.topics;
