/** The grade processor: every grade gets a band, or the reason why it has none. */
package io.moodlepipeline.processor;
