/** How much an organisation may ask for: credits for a rolling day, and calls in flight. */
package io.moodlepipeline.zohosimulator.limits;
