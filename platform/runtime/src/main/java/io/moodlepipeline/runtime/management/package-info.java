/** Liveness, readiness and metrics over HTTP. */
package io.moodlepipeline.runtime.management;
