/** Digests of what comes from outside. */
package io.moodlepipeline.gateway.digest;
