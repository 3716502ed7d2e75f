/** Settings as values: read once from the environment, every mistake reported at once. */
package io.moodlepipeline.runtime.settings;
